import type { RoundingMode } from "../../../db/enums.ts";
import type { Adjustment } from "../../../db/schema/order.ts";
import { mulDiv } from "../../core/exact.ts";

/** Something that promotions make cheaper: units of one variant, or shipping. */
export interface Reducible {
  quantity: number;
  /** Of one, before promotions. */
  unitAmount: number;
  /** Of all of it, after the promotions so far. */
  left: number;
  adjustments: Adjustment[];
}

/** What a promotion takes off: one share of a part of each. */
export interface Reduction {
  on: readonly Reducible[];
  /** What the share is taken of: never more than is left of each. */
  parts: readonly number[];
  /** 10,000 is all of the parts. */
  basisPoints: number;
}

export const wholeShare = 10_000;

/** The currency of the amounts, and where halves of its minor unit go. */
export interface Terms {
  currency: string;
  rounding: RoundingMode;
}

/** The same share of all that is left. */
export function shareOfAll(on: readonly Reducible[], basisPoints: number): Reduction {
  return { on, parts: on.map(({ left }) => left), basisPoints };
}

/** What so many of its units still cost. */
export function unitsLeft({ left, quantity }: Reducible, units: number, { rounding }: Terms): number {
  return mulDiv(left, units, quantity, rounding);
}

export function unitsOf(all: Iterable<Reducible>): number {
  let units = 0;
  for (const { quantity } of all) units += quantity;
  return units;
}

/** What all of it costs before promotions. */
export function subtotalOf(all: Iterable<Reducible>): number {
  let subtotal = 0;
  for (const { quantity, unitAmount } of all) subtotal += quantity * unitAmount;
  return subtotal;
}

/** The cheapest unit first, as they were before promotions; of equals in the order in which they come. */
export function cheapestFirst<Each extends Reducible>(all: readonly Each[]): Each[] {
  return all.toSorted((one, other) => one.unitAmount - other.unitAmount);
}
