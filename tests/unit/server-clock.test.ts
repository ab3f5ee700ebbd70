import { expect, test } from "bun:test";
import fc from "fast-check";
import { ServerClock } from "../../db/remote/server-clock.ts";

// Moments and spans in milliseconds. A server tells whole ones.

const hour = 3_600_000;
const moment = fc.double({ min: 0, max: 10 * hour, noNaN: true });
const span = fc.double({ min: 0, max: 10_000, noNaN: true });
/** By how much the server's clock is before ours, which begins anywhere. */
const ahead = fc.integer({ min: -100 * hour, max: 100 * hour });

/** When it was asked for its time, and how long that was on its way. */
interface Asking {
  asked: number;
  there: number;
  back: number;
}

const asking: fc.Arbitrary<Asking> = fc.record({ asked: moment, there: span, back: span });
const askings = fc.array(asking, { minLength: 1, maxLength: 20 });
/** Rounding of sums of such size. */
const tiny = 0.001;

function told(clock: ServerClock, ahead: number, asked: readonly Asking[]): ServerClock {
  for (const each of asked) {
    const read = each.asked + each.there;
    clock.learn(Math.floor(read + ahead), each.asked, read + each.back);
  }
  return clock;
}

test("a clock that has told nothing yet, or was wrong, decides nothing", () => {
  const clock = new ServerClock();
  expect(clock.latestAt(0)).toBeUndefined();
  told(clock, 5, [{ asked: 0, there: 1, back: 1 }]).forget();
  expect(clock.latestAt(0)).toBeUndefined();
});

test("what comes in time is never taken to be late, however far apart the clocks are and however slow the answers were", () => {
  fc.assert(
    fc.property(ahead, askings, moment, span, (ahead, asked, end, early) => {
      const latest = told(new ServerClock(), ahead, asked).latestAt(end);
      expect(Math.floor(end - early + ahead)).toBeLessThanOrEqual(Number(latest) + tiny);
    }),
  );
});

test("what comes later than that by more than the fastest way there took, is", () => {
  fc.assert(
    fc.property(ahead, askings, moment, span, (ahead, asked, end, late) => {
      const latest = told(new ServerClock(), ahead, asked).latestAt(end);
      const fastest = Math.min(...asked.map(({ there }) => there));
      expect(Math.floor(end + fastest + 2 + late + ahead)).toBeGreaterThan(Number(latest) - tiny);
    }),
  );
});

test("after a jump it is right again with the next answer that could not have been before it", () => {
  fc.assert(
    fc.property(ahead, ahead, askings, asking, moment, (before, after, asked, next, end) => {
      fc.pre(Math.abs(after - before) > 20_010); // more than all that was on the way
      const latest = told(told(new ServerClock(), before, asked), after, [next]).latestAt(end);
      expect(Math.floor(end + after)).toBeLessThanOrEqual(Number(latest) + tiny);
      expect(Math.floor(end + next.there + 2 + after)).toBeGreaterThan(Number(latest) - tiny);
    }),
  );
});
