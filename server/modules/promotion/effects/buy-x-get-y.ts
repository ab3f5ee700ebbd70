import type { PromotionEffect } from "../../../../db/schema/promotion-rule.ts";
import { floorDiv } from "../../../core/exact.ts";
import { type Selectable, selects } from "../../pricing/selection.ts";
import {
  cheapestFirst,
  type Reducible,
  type Reduction,
  type Terms,
  unitsLeft,
  unitsOf,
} from "../reducible.ts";

type BuyXGetY = Extract<PromotionEffect, { type: "buy_x_get_y" }>;

/**
 * The cheapest units of `get` cost less, those in `buy` as well alone as far as they are not needed there: a unit counts
 * once. Null where there are too few for one set.
 */
export function buyXGetY(
  effect: BuyXGetY,
  goods: readonly (Reducible & Selectable)[],
  terms: Terms,
): Reduction | null {
  const { buy, get } = effect;
  const isBought = new Set(goods.filter((item) => selects(buy.lines, item)));
  const on = cheapestFirst(goods.filter((item) => selects(get.lines, item)));
  const sets = setsIn(effect, unitsOf(isBought), unitsOf(on), unitsOf(isBought.union(new Set(on))));
  if (sets === 0) return null;

  let wanted = sets * get.quantity;
  let spare = unitsOf(isBought) - sets * buy.quantity;
  const parts = on.map((item) => {
    const taken = Math.min(wanted, item.quantity, isBought.has(item) ? spare : wanted);
    wanted -= taken;
    if (isBought.has(item)) spare -= taken;
    return unitsLeft(item, taken, terms);
  });
  return { on, parts, basisPoints: get.basisPoints };
}

/**
 * How many sets the units make, some of them on both sides: as many as there are units for on the one, on the other, and
 * on both together. That this is enough is Hall's marriage theorem.
 */
function setsIn({ buy, get, times }: BuyXGetY, bought: number, got: number, together: number): number {
  return Math.min(
    floorDiv(bought, buy.quantity),
    floorDiv(got, get.quantity),
    floorDiv(together, buy.quantity + get.quantity),
    times ?? together,
  );
}
