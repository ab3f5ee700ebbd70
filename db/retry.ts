import { setTimeout as delay } from "node:timers/promises";

/** In milliseconds, for how long after the first failure: a server that starts anew is away for less. */
const patienceMs = 3_000;

const firstPauseMs = 10;

/** Runs `run` once more after a failure that it is `worthIt` after, with growing, jittered pauses. */
export async function retry<T>(run: () => Promise<T>, worthIt: (error: unknown) => boolean): Promise<T> {
  let end: number | undefined;
  for (let pause = firstPauseMs; ; pause *= 2) {
    try {
      return await run();
    } catch (error) {
      end ??= performance.now() + patienceMs;
      if (!worthIt(error) || performance.now() + pause > end) throw error;
    }
    await delay(pause * (0.5 + Math.random()));
  }
}
