import type { Clock } from "../server/core/ports.ts";
import { systemClock } from "../server/infra/clock.ts";
import type { TestClock } from "./public.d.ts";

/** A clock that goes with another one until it is set, and then stands still. */
export function newTestClock(other: Clock = systemClock): TestClock {
  let standing: number | undefined;
  let ahead = 0;
  return {
    now: () => new Date((standing ?? other.now().getTime()) + ahead),
    set(time) {
      standing = time.getTime();
      ahead = 0;
    },
    advance(milliseconds) {
      ahead += milliseconds;
    },
  };
}
