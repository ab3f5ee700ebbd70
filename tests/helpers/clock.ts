import { newTestClock } from "../../testing/clock.ts";

/** A clock that stands still until it is moved. */
export function newClock(start = new Date()) {
  const clock = newTestClock();
  clock.set(start);
  return clock;
}
