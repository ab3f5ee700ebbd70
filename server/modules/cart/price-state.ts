import { priceCart } from "../pricing/price-cart.ts";
import type { PricedCart } from "../pricing/priced-cart.ts";
import type { CartState } from "./cart-state.ts";
import { priceableCart } from "./priceable.ts";

/** What a cart costs, and whether its taxes are what whoever works them out said. */
export interface Pricing extends PricedCart {
  taxEstimated: boolean;
}

export function priceState(state: CartState): Pricing {
  return { ...priceCart(priceableCart(state)), taxEstimated: false };
}
