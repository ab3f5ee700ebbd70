import type { CouponRefusal } from "../../../db/enums.ts";
import type { PriceableCart, PriceablePromotion } from "../pricing/priceable-cart.ts";
import { selects } from "../pricing/selection.ts";
import { type Candidate, offerOf } from "./apply-promotion.ts";
import type { Reducible, Terms } from "./reducible.ts";
import type { Targets } from "./reduction.ts";
import { refusalOf } from "./refusal.ts";

export type Refusals = Map<PriceablePromotion, CouponRefusal>;

/** Those of the cart's promotions that hold together, in the order of application; of the others it is noted why not. */
export function choosePromotions(
  cart: Pick<PriceableCart, "promotions" | "market" | "buyer" | "now">,
  { goods, shipping }: Targets,
  refusals: Refusals,
): Candidate[] {
  const candidates: Candidate[] = [];
  for (const promotion of cart.promotions.toSorted(inOrder)) {
    const candidate = { promotion, goods: goods.filter((item) => selects(promotion.lines, item)) };
    const isThere = candidates.at(-1)?.promotion.id === promotion.id; // by another code
    const refusal = isThere ? "not_combinable" : refusalOf(promotion, candidate.goods, cart);
    if (refusal) refusals.set(promotion, refusal);
    else candidates.push(candidate);
  }
  return candidates.some(({ promotion }) => promotion.exclusive)
    ? settleExclusive(candidates, shipping, cart.market, refusals)
    : candidates;
}

/** The first that would take something off decides: if it is exclusive it stands alone, else no exclusive one stands. */
function settleExclusive(
  candidates: readonly Candidate[],
  shipping: readonly Reducible[],
  terms: Terms,
  refusals: Refusals,
): Candidate[] {
  const offers = new Map(candidates.map((each) => [each, offerOf(each, shipping, terms)]));
  const takesOff = (each: Candidate) => typeof offers.get(each) === "object";
  const first = candidates.find(takesOff);
  return candidates.filter((each) => {
    const stands = first?.promotion.exclusive ? each === first : !each.promotion.exclusive;
    const offer = offers.get(each);
    if (!stands) refusals.set(each.promotion, typeof offer === "string" ? offer : "not_combinable");
    return stands;
  });
}

/** The highest priority first, of equals the oldest: ids are in the order of making. */
function inOrder(one: PriceablePromotion, other: PriceablePromotion): number {
  if (one.priority !== other.priority) return other.priority - one.priority;
  if (one.id === other.id) return 0;
  return one.id < other.id ? -1 : 1;
}
