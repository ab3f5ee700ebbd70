import type { PromotionEffect } from "../../../../db/schema/promotion-rule.ts";
import { floorDiv } from "../../../core/exact.ts";
import {
  cheapestFirst,
  type Reducible,
  type Reduction,
  type Terms,
  unitsLeft,
  unitsOf,
  wholeShare,
} from "../reducible.ts";

type CheapestFree = Extract<PromotionEffect, { type: "cheapest_free" }>;

/** Of every so many units some are free, the cheapest of all. Null where there are too few. */
export function cheapestFree(
  { every, free }: CheapestFree,
  goods: readonly Reducible[],
  terms: Terms,
): Reduction | null {
  let wanted = floorDiv(unitsOf(goods), every) * free;
  if (wanted === 0) return null;
  const on = cheapestFirst(goods);
  const parts = on.map((item) => {
    const taken = Math.min(wanted, item.quantity);
    wanted -= taken;
    return unitsLeft(item, taken, terms);
  });
  return { on, parts, basisPoints: wholeShare };
}
