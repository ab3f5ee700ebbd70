import type { CouponRefusal } from "../../../db/enums.ts";
import type { Adjustment } from "../../../db/schema/order.ts";
import { allocate, mulDiv, sumOf } from "../../core/exact.ts";
import type { PriceablePromotion } from "../pricing/priceable-cart.ts";
import { type Reducible, type Terms, wholeShare } from "./reducible.ts";
import { reductionOf, type Targets } from "./reduction.ts";
import { stageOf } from "./stage.ts";

/** A promotion that holds, with the goods that it is on. */
export interface Candidate {
  promotion: PriceablePromotion;
  goods: Targets["goods"];
}

interface Offer {
  amount: number;
  on: readonly Reducible[];
  parts: readonly number[];
}

/** What a promotion would take off now: one amount, rounded once, and what it is of; or why it takes nothing. */
export function offerOf(
  { promotion, goods }: Candidate,
  shipping: readonly Reducible[],
  terms: Terms,
): Offer | CouponRefusal {
  if (stageOf(promotion.effect) === "shipping" && shipping.length === 0) {
    return goods.some(({ requiresShipping }) => requiresShipping) ? "no_shipping_yet" : "nothing_to_reduce";
  }
  const reduction = reductionOf(promotion.effect, { goods, shipping }, terms);
  if (!reduction) return "minimum_not_met";
  const { on, parts, basisPoints } = reduction;
  const share = mulDiv(sumOf(parts), basisPoints, wholeShare, terms.rounding);
  const amount = Math.min(share, promotion.cap?.[terms.currency] ?? share);
  return amount > 0 ? { amount, on, parts } : "nothing_to_reduce";
}

/** Takes it off, from each in proportion to its part. Answers what that comes to, or why it is nothing. */
export function applyPromotion(
  candidate: Candidate,
  shipping: readonly Reducible[],
  terms: Terms,
): Adjustment | CouponRefusal {
  const offer = offerOf(candidate, shipping, terms);
  if (typeof offer === "string") return offer;
  const { id: promotionId, name, code } = candidate.promotion;
  const shares = allocate(offer.amount, offer.parts);
  for (const [index, each] of offer.on.entries()) {
    const amount = shares[index] ?? 0;
    if (amount === 0) continue;
    each.left -= amount;
    each.adjustments.push({ promotionId, name, code, amount });
  }
  return { promotionId, name, code, amount: offer.amount };
}
