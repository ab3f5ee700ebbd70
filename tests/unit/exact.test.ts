import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { allocate, floorDiv, mulDiv, sumOf } from "../../server/core/exact.ts";

const runs = { numRuns: 10_000 };
const largest = Number.MAX_SAFE_INTEGER;
/** Small ones and the very largest. */
const amount = fc.oneof(fc.nat(1000), fc.maxSafeNat());

describe("mulDiv", () => {
  test.each([
    [1, 1, 2, "half_up", 1],
    [3, 1, 2, "half_up", 2],
    [1, 1, 2, "half_even", 0],
    [3, 1, 2, "half_even", 2],
    [5, 1, 2, "half_even", 2],
    [5, 1, 2, "floor", 2],
    [0, 7, 3, "half_up", 0],
    [largest, 1, 1, "half_up", largest],
    [largest, largest, largest, "half_even", largest],
    [largest, 1, 2, "half_up", 4_503_599_627_370_496],
    [largest, 1, 2, "half_even", 4_503_599_627_370_496],
    [largest - 4, 1, 2, "half_even", 4_503_599_627_370_494],
  ] as const)("%p * %p / %p is, %s, %p", (amount, numerator, denominator, rounding, expected) => {
    expect(mulDiv(amount, numerator, denominator, rounding)).toBe(expected);
  });

  test("is what big integers say, at any size", () => {
    const rounding = fc.constantFrom("half_up", "half_even", "floor");
    fc.assert(
      fc.property(amount, amount, amount, rounding, (amount, one, other, rounding) => {
        const [numerator, denominator] = [Math.min(one, other), Math.max(one, other, 1)];
        const product = BigInt(amount) * BigInt(numerator);
        const whole = product / BigInt(denominator);
        const twice = 2n * (product % BigInt(denominator)) - BigInt(denominator);
        const isUp = twice > 0n || (twice === 0n && (rounding === "half_up" || whole % 2n === 1n));
        const expected = rounding === "floor" || !isUp ? whole : whole + 1n;
        expect(BigInt(mulDiv(amount, numerator, denominator, rounding))).toBe(expected);
      }),
      runs,
    );
  });

  test("refuses what it could not hold, and to divide by nothing", () => {
    expect(() => mulDiv(largest, 2, 1, "half_up")).toThrow(RangeError);
    expect(() => mulDiv(1, 1, 0, "half_up")).toThrow(RangeError);
    expect(() => mulDiv(largest, 2, 0, "half_up")).toThrow(RangeError);
  });
});

test("floorDiv counts how often a number fits into another", () => {
  expect([floorDiv(0, 3), floorDiv(8, 3), floorDiv(9, 3), floorDiv(largest, largest)]).toEqual([0, 2, 3, 1]);
});

describe("allocate", () => {
  test.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [5, [1, 1, 1], [2, 2, 1]],
    [10, [0, 1, 0], [0, 10, 0]],
    [0, [3, 4], [0, 0]],
    [7, [7], [7]],
    [0, [], []],
    [3, [0, 0], [2, 1]],
    // 33.4, 33.4, 33.2: the last unit goes to the first of those that lose most.
    [100, [167, 167, 166], [34, 33, 33]],
    [1, [1, 2, 2], [0, 1, 0]],
    [largest, [1, largest - 2], [1, largest - 1]],
  ])("splits %p over %p as %p", (total, weights, expected) => {
    expect(allocate(total, weights)).toEqual(expected);
  });

  const weights = fc.array(fc.oneof(fc.nat(20), fc.nat(2 ** 45)), { minLength: 1, maxLength: 12 });

  test("gives out all of it, to each what is due to it, rounded up or down", () => {
    fc.assert(
      fc.property(amount, weights, (total, weights) => {
        const parts = allocate(total, weights);
        const sum = BigInt(sumOf(weights)) || BigInt(weights.length);
        expect(sumOf(parts)).toBe(total);
        for (const [index, part] of parts.entries()) {
          const due = BigInt(total) * BigInt(sumOf(weights) === 0 ? 1 : (weights[index] ?? 0));
          const error = BigInt(part) * sum - due;
          expect(error < sum && error > -sum).toBe(true);
        }
      }),
      runs,
    );
  });

  test("gives none more than its weight, where there is no more than all of them", () => {
    fc.assert(
      fc.property(weights, fc.nat(1000), (weights, permille) => {
        const parts = allocate(mulDiv(sumOf(weights), permille, 1000, "half_up"), weights);
        expect(parts.every((part, index) => part <= (weights[index] ?? 0))).toBe(true);
      }),
      runs,
    );
  });

  test("refuses to split something over nothing", () => {
    expect(() => allocate(1, [])).toThrow(RangeError);
  });

  test("gives nothing to what weighs nothing", () => {
    fc.assert(
      fc.property(amount, weights, (total, weights) => {
        const parts = allocate(total, [0, ...weights, 1, 0]);
        expect([parts.at(0), parts.at(-1)]).toEqual([0, 0]);
      }),
      runs,
    );
  });
});
