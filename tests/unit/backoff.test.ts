import { expect, test } from "bun:test";
import fc from "fast-check";
import { backoff, backoffLimit, longest, maxAttempts } from "../../server/jobs/backoff.ts";

const attempt = fc.integer({ min: 1, max: 100 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test("the wait after a failure is anything up to its limit, and never nothing", () => {
  fc.assert(
    fc.property(attempt, random, (attempt, random) => {
      const wait = backoff(attempt, random);
      expect(Number.isSafeInteger(wait)).toBe(true);
      expect(wait).toBeGreaterThanOrEqual(1);
      expect(wait).toBeLessThanOrEqual(backoffLimit(attempt));
    }),
  );
});

test("the limit doubles with each failure until it is as long as it gets", () => {
  fc.assert(
    fc.property(attempt, (attempt) => {
      expect(backoffLimit(attempt + 1)).toBe(Math.min(longest, 2 * backoffLimit(attempt)));
    }),
  );
});

test("all attempts together outlive a mail server that is away for hours, and end within a day", () => {
  const waits = Array.from({ length: maxAttempts - 1 }, (_, i) => backoffLimit(i + 1));
  const hours = waits.reduce((sum, wait) => sum + wait, 0) / 3_600_000;
  expect(hours / 2).toBeGreaterThan(10);
  expect(hours).toBeLessThan(24);
});
