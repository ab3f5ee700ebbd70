import { expect, test } from "bun:test";
import fc from "fast-check";
import { isExact, toBasisPoints, toMillionths } from "../../server/modules/tax/rate-units.ts";

test.each([
  [0, 0],
  [0.01, 1],
  [0.1, 10],
  [1, 100],
  [1900, 190_000],
  [550, 55_000],
  [997.5, 99_750],
  [887.57, 88_757],
  [10_000, 1_000_000],
])("%p basis points are %p millionths, and the other way round", (basisPoints, millionths) => {
  expect(toMillionths(basisPoints)).toBe(millionths);
  expect(toBasisPoints(millionths)).toBe(basisPoints);
  expect(isExact(basisPoints)).toBe(true);
});

test("every rate comes back as it was given", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (millionths) => {
      const basisPoints = toBasisPoints(millionths);
      expect(toMillionths(basisPoints)).toBe(millionths);
      expect(isExact(basisPoints)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test.each([997.575, 0.001, 1e-7, 1e-9, 0.1 + 0.2, 1e21, 1900.0000001])(
  "%p has too many decimals",
  (basisPoints) => {
    expect(isExact(basisPoints)).toBe(false);
  },
);
