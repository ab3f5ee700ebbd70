import { expect, test } from "bun:test";
import { inTime, TooLate } from "../../server/infra/redis/in-time.ts";

test("what answers is heard, what fails fails, and what does neither is given up", async () => {
  expect(await inTime(Promise.resolve(7), 1_000)).toBe(7);
  await expect(inTime(Promise.reject(new Error("OOM")), 1_000)).rejects.toThrow("OOM");
  await expect(inTime(new Promise(() => {}), 30)).rejects.toBeInstanceOf(TooLate);
});

test("an answer that could not be read while this process was held up is in time", async () => {
  const { promise: answered, resolve } = Promise.withResolvers<number>();
  const answer = inTime(answered, 50);
  setTimeout(() => resolve(7), 55);
  const until = performance.now() + 100;
  while (performance.now() < until) {} // as a long statement does
  expect(await answer).toBe(7);
});
