import { describe, expect, test } from "bun:test";
import type { Turns } from "../../server/core/ports.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { Loop } from "../../server/jobs/loop.ts";

const logger = createLogger("silent");

/** Turns that are had as the list says, and note who gave one back and for how long each was taken. */
function newTurns(had: boolean[]) {
  const taken: [job: string, milliseconds: number][] = [];
  let given = 0;
  const turns: Turns = {
    async take(job, milliseconds) {
      taken.push([job, milliseconds]);
      if (!had[taken.length - 1]) return undefined;
      return {
        async giveBack() {
          given += 1;
        },
      };
    },
  };
  return { turns, taken, givenBack: () => given };
}

describe("a job that one process is enough for", () => {
  test("is done in the rounds that are this process's turn, and in no others", async () => {
    const { turns, taken, givenBack } = newTurns([true, false, false, true]);
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const rounds: number[] = [];
    const loop = new Loop({ job: "sweep", logger, pollMs: 1, turns }, async () => {
      rounds.push(taken.length);
      if (rounds.length === 2) resolve();
    });
    await done;
    await loop.stop();
    expect(rounds).toEqual([1, 4]);
    expect(taken[0]).toEqual(["sweep", 1]);
    expect(givenBack()).toBe(1); // the last, which was stopped
  });

  test("is left to another process at once where it failed", async () => {
    const { turns, givenBack } = newTurns([true]);
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const loop = new Loop({ job: "sweep", logger, pollMs: 1, turns }, async () => {
      resolve();
      throw new Error("the database is gone");
    });
    await done;
    await loop.stop();
    expect(givenBack()).toBe(1);
  });
});
