import type { PromotionEffect } from "../../../db/schema/promotion-rule.ts";
import type { PriceableLine } from "../pricing/priceable-cart.ts";
import type { Selectable } from "../pricing/selection.ts";
import { buyXGetY } from "./effects/buy-x-get-y.ts";
import { cheapestFree } from "./effects/cheapest-free.ts";
import { amountOffTogether, amountOffUnits } from "./effects/fixed-amount.ts";
import { downTo } from "./effects/fixed-price.ts";
import { quantityTiers, spendTiers } from "./effects/tiers.ts";
import { type Reducible, type Reduction, shareOfAll, type Terms } from "./reducible.ts";

/** What a promotion is on: the goods that it selects, and shipping, where some is chosen. */
export interface Targets {
  goods: readonly (Reducible & Selectable & Pick<PriceableLine, "requiresShipping">)[];
  shipping: readonly Reducible[];
}

/** What an effect takes off what it is on; null where that is too little for it, or costs nothing in the currency. */
export function reductionOf(effect: PromotionEffect, targets: Targets, terms: Terms): Reduction | null {
  const { goods } = targets;
  switch (effect.type) {
    case "percentage":
      return shareOfAll(targetOf(effect, targets), effect.basisPoints);
    case "fixed_amount": {
      const off = effect.target === "order" ? amountOffTogether : amountOffUnits;
      return off(targetOf(effect, targets), effect.amounts[terms.currency] ?? 0);
    }
    case "fixed_price": {
      const amount = effect.amounts[terms.currency];
      return amount === undefined ? null : downTo(targetOf(effect, targets), amount);
    }
    case "buy_x_get_y":
      return buyXGetY(effect, goods, terms);
    case "cheapest_free":
      return cheapestFree(effect, goods, terms);
    case "quantity_tiers":
      return quantityTiers(effect, goods);
    case "spend_tiers":
      return spendTiers(effect, goods, terms.currency);
  }
}

function targetOf(
  { target }: { target: "lines" | "order" | "shipping" },
  { goods, shipping }: Targets,
): readonly Reducible[] {
  return target === "shipping" ? shipping : goods;
}
