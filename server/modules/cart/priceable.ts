import type { Address } from "../../../db/schema/address.ts";
import type { Place, PriceableCart, PriceableLine } from "../pricing/priceable-cart.ts";
import { ratesOf } from "../tax/cart-tax-rates.ts";
import { taxPlace } from "../tax/tax-place.ts";
import { type CartState, unitAmountsNow } from "./cart-state.ts";
import type { CartRecord } from "./statements.ts";

/** The cart as its price is worked out. */
export function priceableCart(state: CartState): PriceableCart {
  const { cart, market, shippingOption, now } = state;
  const shipping = shippingOption && { ...shippingOption, pickupPlace: shippingOption.pickupAddress };
  const destination = destinationOf(cart);
  const taxedAt = taxPlace({ shipping, destination, market });
  return {
    market: { ...market, currency: cart.currency },
    lines: priceableLines(state),
    buyer: {
      groups: state.buyerGroups ?? [],
      hasOrdered: state.buyerHasOrdered === null ? null : state.buyerHasOrdered === 1,
      taxExempt: state.buyerTaxExempt ?? false,
      vatId: cart.vatId,
    },
    promotions: state.promotions,
    destination,
    shipping,
    taxRates: taxedAt ? ratesOf(state.taxRates, taxedAt.country) : [],
    now,
  };
}

/** Where it is sent, else billed; null while that is not known. */
export function destinationOf({
  shippingAddress,
  billingAddress,
}: Pick<CartRecord, "shippingAddress" | "billingAddress">): (Place & Address) | null {
  return shippingAddress ?? billingAddress;
}

/** Each at what a unit costs now; at what it last cost where it is no longer sold. */
function priceableLines(state: CartState): PriceableLine[] {
  const amounts = unitAmountsNow(state);
  return state.lines.map((line) => ({
    ...line,
    unitAmount: amounts.get(line.variantId) ?? line.seenUnitAmount,
  }));
}
