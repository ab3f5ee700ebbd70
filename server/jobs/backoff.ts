/** In milliseconds: how long to wait at most after a first failure. */
const first = 10_000;

/** In milliseconds: how long to wait at most after any failure. */
export const longest = 6 * 60 * 60 * 1000;

/** With the waits between them, half a day passes on average until an event is given up, and a day at most. */
export const maxAttempts = 15;

/** How long to wait at most after the failure of that attempt, in milliseconds. The first attempt is 1. */
export function backoffLimit(attempt: number): number {
  return Math.min(longest, first * 2 ** (attempt - 1));
}

/**
 * How long to wait after the failure of that attempt, in milliseconds: anything up to a limit that doubles each time, so
 * that what failed together does not come back together. `random` is at least 0 and below 1.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoff(attempt: number, random: number): number {
  return 1 + Math.floor(random * backoffLimit(attempt));
}
