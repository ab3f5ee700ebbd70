import { describe, expect, test } from "bun:test";
import { assertStrong } from "../../server/modules/auth/passwords.ts";

const usual = "a ferry at half past nine";

/** What takes the judge longest: signs that may stand for many letters, dates, rows of keys, and words among words. */
const hostile = [
  "1!|".repeat(16),
  "4@8({[<369".repeat(5),
  "$5$5+7|1!".repeat(6),
  "p4$$w0rd|!".repeat(5),
  "aA1!".repeat(12),
  "20012002".repeat(6),
  "1.1.1999".repeat(6),
  "()[]{}<>|/-_".repeat(4),
  "/\\/|V|/\\/|_|".repeat(4),
  "qwertyuiop".repeat(5),
  "password".repeat(6),
  "4".repeat(1_000),
];

const judged = (password: string) => assertStrong(password, "ada@example.com", "password").catch(() => {});

async function timeOf(password: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const started = performance.now();
    await judged(password);
    times.push(performance.now() - started);
  }
  return Math.min(...times);
}

describe("judging a password", () => {
  test("takes not much longer for the worst of them than for a usual one", async () => {
    for (const password of [usual, ...hostile]) await judged(password); // the first ones warm up
    const usualTime = await timeOf(usual);
    for (const password of hostile)
      expect([password, (await timeOf(password)) / usualTime < 25]).toEqual([password, true]);
  });

  test("lets others go on between one and the next of many", async () => {
    await judged(usual);
    let turns = 0;
    let isOver = false;
    const others = (async () => {
      while (!isOver) {
        await new Promise((resolve) => setImmediate(resolve));
        turns += 1;
      }
    })();
    await Promise.all(Array.from({ length: 20 }, () => judged(usual)));
    isOver = true;
    await others;
    expect(turns).toBeGreaterThanOrEqual(20);
  });

  test("goes on after one that was refused", async () => {
    const both = [assertStrong("password123", "ada@example.com", "password"), judged(usual)];
    expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  });
});
