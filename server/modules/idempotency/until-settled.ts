import { setTimeout as pause } from "node:timers/promises";
import { brokenConstraint } from "../../../db/errors.ts";
import { AppError } from "../../core/errors.ts";

/** Losing this often in a row means that what is changed never stands still. */
const maxAttempts = 32;

/** In milliseconds, for each attempt that was lost: those who lost together do not come back together. */
const longestPause = 2;

/**
 * Runs what reads, decides and writes, once more whenever its write breaks one of the constraints that a race is lost
 * by: reading again tells what happened. @throws CONFLICT when it loses again and again
 */
export async function untilSettled<Answer>(
  lostRaces: ReadonlySet<string>,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  for (let lost = 0; lost < maxAttempts; lost++) {
    if (lost > 1) await pause(Math.random() * lost * longestPause);
    try {
      return await attempt();
    } catch (error) {
      if (!lostRaces.has(brokenConstraint(error) ?? "")) throw error;
    }
  }
  throw new AppError("CONFLICT");
}
