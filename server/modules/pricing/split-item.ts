import type { Adjustment, TaxLine } from "../../../db/schema/order.ts";
import { allocate } from "../../core/exact.ts";
import type { Item } from "./items.ts";
import type { PriceableLine } from "./priceable-cart.ts";

/** What of an item's adjustments and taxes is a line's. */
export interface LineShare {
  line: PriceableLine;
  adjustments: readonly Adjustment[];
  taxes: readonly TaxLine[];
}

/**
 * Splits what an item has over its lines, each amount by what is left of them, so that no more is taken off a line, nor
 * is more tax in its price, than it costs.
 */
export function splitItem(
  { lines, unitAmount, adjustments }: Item,
  taxes: readonly TaxLine[],
  taxIncluded: boolean,
): LineShare[] {
  const [only, ...others] = lines;
  if (only && others.length === 0) return [{ line: only, adjustments, taxes }];
  let left = lines.map(({ quantity }) => quantity * unitAmount);
  const takeOff = (amount: number): number[] => {
    const shares = allocate(amount, left);
    left = left.map((each, index) => each - (shares[index] ?? 0));
    return shares;
  };
  const offLines = adjustments.map(({ amount }) => takeOff(amount));
  const inLines = taxes.map(({ amount }) => (taxIncluded ? takeOff(amount) : allocate(amount, left)));
  return lines.map((line, index) => ({
    line,
    adjustments: sharesOf(adjustments, offLines, index).filter(({ amount }) => amount > 0),
    taxes: sharesOf(taxes, inLines, index),
  }));
}

/** Of each whole, what is the line's. */
function sharesOf<Whole extends { amount: number }>(
  wholes: readonly Whole[],
  split: readonly (readonly number[])[],
  line: number,
): Whole[] {
  return wholes.map((whole, index) => ({ ...whole, amount: split[index]?.[line] ?? 0 }));
}
