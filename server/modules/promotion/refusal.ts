import type { CouponRefusal } from "../../../db/enums.ts";
import type { Amounts } from "../../../db/schema/promotion-rule.ts";
import type { PriceableCart, PriceablePromotion } from "../pricing/priceable-cart.ts";
import { type Reducible, subtotalOf, unitsOf } from "./reducible.ts";
import { weekdayIn } from "./weekday.ts";

type Occasion = Pick<PriceableCart, "market" | "buyer" | "now">;

/** Why a promotion does not hold for a cart that has these goods of those that it is on; null where it does. */
export function refusalOf(
  promotion: PriceablePromotion,
  goods: readonly Reducible[],
  occasion: Occasion,
): CouponRefusal | null {
  return (
    refusalOfUse(promotion, occasion) ??
    refusalOfBuyer(promotion, occasion) ??
    refusalOfGoods(promotion, goods, occasion.market.currency)
  );
}

function refusalOfUse(promotion: PriceablePromotion, { now }: Occasion): CouponRefusal | null {
  const { startsAt, endsAt, archived, usedUp, usedByBuyer } = promotion;
  if (archived || (endsAt !== null && endsAt <= now)) return "expired";
  if (startsAt !== null && now < startsAt) return "not_started";
  if (usedUp) return "used_up";
  return usedByBuyer ? "used_by_customer" : null;
}

/** Who has ordered before is not known of guests until they say who they are: until then it holds for them. */
function refusalOfBuyer(
  promotion: PriceablePromotion,
  { market, buyer, now }: Occasion,
): CouponRefusal | null {
  const { markets, customerGroups, firstOrder, weekdays, timeZone } = promotion.conditions;
  if (markets?.includes(market.code) === false || !hasAmounts(promotion, market.currency)) {
    return "wrong_market";
  }
  if (customerGroups?.some((group) => buyer.groups.includes(group)) === false) return "wrong_customer";
  if (firstOrder && buyer.hasOrdered) return "not_first_order";
  return weekdays?.includes(weekdayIn(timeZone, now)) === false ? "wrong_day" : null;
}

function refusalOfGoods(
  { conditions }: PriceablePromotion,
  goods: readonly Reducible[],
  currency: string,
): CouponRefusal | null {
  const { minSubtotal, minQuantity } = conditions;
  const least = minSubtotal?.[currency] ?? 0;
  if (subtotalOf(goods) < least || unitsOf(goods) < (minQuantity ?? 0)) return "minimum_not_met";
  return goods.length === 0 ? "nothing_to_reduce" : null;
}

/** What names amounts holds in the currencies that it names alone. */
function hasAmounts({ conditions, effect, cap }: PriceablePromotion, currency: string): boolean {
  const named: (Amounts | null)[] = [conditions.minSubtotal, cap];
  if ("amounts" in effect) named.push(effect.amounts);
  if (named.some((amounts) => amounts !== null && amounts[currency] === undefined)) return false;
  return effect.type !== "spend_tiers" || effect.tiers.some(({ amounts }) => amounts[currency] !== undefined);
}
