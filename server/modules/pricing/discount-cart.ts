import type { Adjustment } from "../../../db/schema/order.ts";
import { sumOf } from "../../core/exact.ts";
import { applyPromotion } from "../promotion/apply-promotion.ts";
import { choosePromotions, type Refusals } from "../promotion/choose-promotions.ts";
import { type Stage, stageOf } from "../promotion/stage.ts";
import { quoteShipping } from "../shipping/quote-shipping.ts";
import { shippingShares } from "../tax/shipping-shares.ts";
import { relieved, type Taxation, taxationOf } from "../tax/taxation.ts";
import type { ChosenShipping, DiscountedCart } from "./discounted-cart.ts";
import { type Item, itemsOf } from "./items.ts";
import type { PriceableCart, PriceableLine } from "./priceable-cart.ts";

/** The cart after the promotions that hold: those on lines, on the order and, once the goods' price is known, shipping. */
export function discountCart(cart: PriceableCart): DiscountedCart {
  const taxation = taxationOf(cart);
  const items = itemsOf(linesAsPaid(cart, taxation));
  const refusals: Refusals = new Map();
  const undiscounted = { goods: items, shipping: asList(chosenShipping(cart, items, taxation)) };
  const chosen = choosePromotions(cart, undiscounted, refusals);
  const apply = (stage: Stage, shipping: readonly ChosenShipping[]): Adjustment[] =>
    chosen
      .filter(({ promotion }) => stageOf(promotion.effect) === stage)
      .flatMap((candidate) => {
        const outcome = applyPromotion(candidate, shipping, cart.market);
        if (typeof outcome === "object") return [outcome];
        refusals.set(candidate.promotion, outcome);
        return [];
      });

  const onGoods = [...apply("lines", []), ...apply("order", [])];
  const shipping = chosenShipping(cart, items, taxation);
  const promotions = [...onGoods, ...apply("shipping", asList(shipping))];
  return { cart, items, shipping, taxation, promotions, refusedCodes: refusedCodes(cart, refusals) };
}

/** Without the taxes that prices include and the buyer is relieved of. */
function linesAsPaid({ lines, market }: PriceableCart, taxation: Taxation): readonly PriceableLine[] {
  if (taxation.relief === null || !market.pricesIncludeTax) return lines;
  return lines.map((line) => {
    const levy = taxation.onGoods(line.taxClass);
    return { ...line, unitAmount: relieved(line.unitAmount, levy, market.rounding) };
  });
}

/** The chosen way at its price for the goods as they are now. */
function chosenShipping(
  { shipping, market, destination }: PriceableCart,
  goods: readonly Item[],
  taxation: Taxation,
): ChosenShipping | null {
  if (!shipping) return null;
  const { id: optionId, taxClass } = shipping;
  const { currency, rounding, pricesIncludeTax } = market;
  const quoted = quoteShipping(shipping, { currency, destination, goods });
  if (quoted === null) return null;
  const asPaid = () =>
    shippingShares(quoted, taxClass, goods, taxation).map(({ amount, levy }) =>
      relieved(amount, levy, rounding),
    );
  const unitAmount = pricesIncludeTax ? sumOf(asPaid()) : quoted;
  return { optionId, taxClass, quantity: 1, unitAmount, left: unitAmount, adjustments: [] };
}

function refusedCodes({ promotions }: PriceableCart, refusals: Refusals): DiscountedCart["refusedCodes"] {
  return promotions.flatMap((promotion) => {
    const reason = refusals.get(promotion);
    return promotion.code === null || reason === undefined ? [] : [{ code: promotion.code, reason }];
  });
}

const asList = <Value>(value: Value | null): Value[] => (value === null ? [] : [value]);
