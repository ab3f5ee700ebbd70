import type { PromotionEffect } from "../../../../db/schema/promotion-rule.ts";
import { type Reducible, type Reduction, shareOfAll, subtotalOf, unitsOf } from "../reducible.ts";

type QuantityTiers = Extract<PromotionEffect, { type: "quantity_tiers" }>;
type SpendTiers = Extract<PromotionEffect, { type: "spend_tiers" }>;

/** The share of the highest tier that the units reach; null where they reach none. */
export function quantityTiers({ tiers }: QuantityTiers, goods: readonly Reducible[]): Reduction | null {
  const steps = tiers.map(({ quantity, basisPoints }) => ({ from: quantity, basisPoints }));
  return highestStep(steps, unitsOf(goods), goods);
}

/** The share of the highest tier that the price before promotions reaches; null where it reaches none. */
export function spendTiers(
  { tiers }: SpendTiers,
  goods: readonly Reducible[],
  currency: string,
): Reduction | null {
  const steps = tiers.flatMap(({ amounts, basisPoints }) => {
    const from = amounts[currency];
    return from === undefined ? [] : [{ from, basisPoints }];
  });
  return highestStep(steps, subtotalOf(goods), goods);
}

function highestStep(
  steps: readonly { from: number; basisPoints: number }[],
  reached: number,
  goods: readonly Reducible[],
): Reduction | null {
  const [highest] = steps.filter(({ from }) => from <= reached).toSorted((a, b) => b.from - a.from);
  return highest ? shareOfAll(goods, highest.basisPoints) : null;
}
