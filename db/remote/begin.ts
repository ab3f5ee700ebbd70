import type { InStatement, TransactionMode } from "@libsql/client";
import { beginnings, rollbackUnless, stepsOf } from "./batch.ts";
import type { BatchResult } from "./hrana.ts";
import type { ServerClock } from "./server-clock.ts";
import type { Stream } from "./stream.ts";

interface Beginning {
  mode: TransactionMode;
  clock: ServerClock;
  /** In milliseconds: how long its sender waits for it. */
  deadlineMs: number;
}

/** Tells the server's time, and fails past the one that it is given, if any: `json` takes no such text. */
const timeUnlessLate = "SELECT iif(unixepoch('subsec') * 1000 > ?, json('late'), unixepoch('subsec') * 1000)";

/** Which step that is, behind the one that begins. */
const guard = 1;

/** How many steps of an answer are those of the beginning. */
export const beginningLength = guard + 1;

/**
 * Begins a transaction with its first statements, in one round trip. Where its sender gives up before its turn comes, the
 * server would give it the write lock all the same, and everybody waits for nobody: a beginning that is late takes itself back.
 */
export async function begin(
  stream: Stream,
  statements: readonly InStatement[],
  beginning: Beginning,
): Promise<{ hasBegun: boolean; answer: BatchResult }> {
  const { mode, clock, deadlineMs } = beginning;
  const asked = performance.now();
  const latest = clock.latestAt(asked + deadlineMs) ?? null;
  const steps = stepsOf([{ sql: timeUnlessLate, args: [latest] }, ...statements], beginnings[mode]);
  const answer = await stream.run([...steps, rollbackUnless(guard)]);
  const isLate = answer.step_results[0] && answer.step_errors[guard];
  if (isLate && latest !== null) {
    clock.forget(); // we are still here: it is the clock that was wrong
    return begin(stream, statements, beginning);
  }
  const time = answer.step_results[guard]?.rows[0]?.[0];
  if (time?.type === "float") clock.learn(time.value, asked, performance.now());
  return { hasBegun: time !== undefined, answer };
}
