import { assessTax } from "../tax/assess-tax.ts";
import { discountCart } from "./discount-cart.ts";
import type { PriceableCart } from "./priceable-cart.ts";
import type { PricedCart } from "./priced-cart.ts";
import { taxCart } from "./tax-cart.ts";

/** What a cart costs, and why: a function of nothing but what it is given. */
export function priceCart(cart: PriceableCart): PricedCart {
  const discounted = discountCart(cart);
  return taxCart(discounted, assessTax(discounted));
}
