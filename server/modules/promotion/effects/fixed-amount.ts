import { allocate, sumOf } from "../../../core/exact.ts";
import { type Reducible, type Reduction, wholeShare } from "../reducible.ts";

/** So much off each unit, or all there is. */
export function amountOffUnits(on: readonly Reducible[], amount: number): Reduction {
  const parts = on.map(({ left, quantity }) => Math.min(left, amount * quantity));
  return { on, parts, basisPoints: wholeShare };
}

/** So much off all of it together, or all there is. */
export function amountOffTogether(on: readonly Reducible[], amount: number): Reduction {
  const left = on.map((each) => each.left);
  return { on, parts: allocate(Math.min(amount, sumOf(left)), left), basisPoints: wholeShare };
}
