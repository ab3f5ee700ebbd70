import type { Clock } from "../../server/core/ports.ts";

/** A clock that stands still until it is moved. */
export function newClock(start = new Date()): Clock & { advance(milliseconds: number): void } {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}
