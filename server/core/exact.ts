import type { RoundingMode } from "../../db/enums.ts";

/** The arithmetic of money, for whole numbers from 0 to 2^53: exact, whatever a product comes to on the way. */

/** `amount * numerator / denominator`, rounded once. @throws RangeError for a result beyond 2^53 */
export function mulDiv(
  amount: number,
  numerator: number,
  denominator: number,
  rounding: RoundingMode | "floor",
): number {
  const rest = mulMod(amount, numerator, denominator);
  const whole = wholeShares(amount, numerator, denominator, rest);
  const result = isRoundedUp(whole, rest, denominator, rounding) ? whole + 1 : whole;
  if (!Number.isSafeInteger(result)) throw new RangeError("An amount is beyond what can be held exactly");
  return result;
}

/** How often `divisor` fits into `dividend`. */
export function floorDiv(dividend: number, divisor: number): number {
  return mulDiv(dividend, 1, divisor, "floor");
}

/**
 * Splits `total` in proportion to `weights`, to the last unit: each part is rounded down, and what is left goes to the
 * parts that lost most by it, of equals to the first. Weights that are all 0 count as equal. A part is never greater
 * than its weight unless the total is greater than all of them together.
 */
export function allocate(total: number, weights: readonly number[]): number[] {
  if (weights.length === 1) return [total];
  const sum = sumOf(weights);
  if (total === sum) return [...weights];
  if (weights.length === 0) throw new RangeError("There is nothing to split an amount over");
  if (sum === 0) return allocate(total, new Array<number>(weights.length).fill(1));
  const rests = new Float64Array(weights.length);
  let left = total;
  const parts = weights.map((weight, index) => {
    const rest = mulMod(total, weight, sum);
    const part = wholeShares(total, weight, sum, rest);
    rests[index] = rest;
    left -= part;
    return part;
  });
  return left === 0 ? parts : giveLeftover(parts, rests, left);
}

export function sumOf(amounts: readonly number[]): number {
  let sum = 0;
  for (const amount of amounts) sum += amount;
  return sum;
}

/** One more for each of the parts with the greatest rests; there are fewer of them than parts with a rest. */
function giveLeftover(parts: readonly number[], rests: Float64Array, left: number): number[] {
  const least = rests.toSorted()[rests.length - left] ?? 0;
  let ofEquals = left;
  for (const rest of rests) if (rest > least) ofEquals--;
  return parts.map((part, index) => {
    const rest = rests[index] ?? 0;
    return rest > least || (rest === least && ofEquals-- > 0) ? part + 1 : part;
  });
}

function isRoundedUp(
  whole: number,
  rest: number,
  denominator: number,
  rounding: RoundingMode | "floor",
): boolean {
  if (rounding === "floor") return false;
  const twice = rest * 2;
  return twice > denominator || (twice === denominator && (rounding === "half_up" || whole % 2 === 1));
}

function mulMod(amount: number, numerator: number, denominator: number): number {
  const product = amount * numerator;
  if (product <= Number.MAX_SAFE_INTEGER) return product % denominator;
  return Number((BigInt(amount) * BigInt(numerator)) % BigInt(denominator));
}

/** The quotient without its rest: nothing is left to round. */
function wholeShares(amount: number, numerator: number, denominator: number, rest: number): number {
  const product = amount * numerator;
  // biome-ignore lint/plugin: a multiple of the denominator, so that the quotient is whole
  if (product <= Number.MAX_SAFE_INTEGER) return (product - rest) / denominator;
  // biome-ignore lint/plugin: integers
  return Number((BigInt(amount) * BigInt(numerator)) / BigInt(denominator));
}
