import { type Reducible, type Reduction, wholeShare } from "../reducible.ts";

/** What each unit still costs above a price. */
export function downTo(on: readonly Reducible[], amount: number): Reduction {
  const parts = on.map(({ left, quantity }) => Math.max(left - amount * quantity, 0));
  return { on, parts, basisPoints: wholeShare };
}
