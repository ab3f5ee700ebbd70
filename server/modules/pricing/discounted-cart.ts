import type { TaxLine } from "../../../db/schema/order.ts";
import type { Reducible } from "../promotion/reducible.ts";
import type { Taxation } from "../tax/taxation.ts";
import type { Item } from "./items.ts";
import type { PriceableCart } from "./priceable-cart.ts";
import type { PricedCart } from "./priced-cart.ts";

/** A cart after its promotions, and not taxed yet. */
export interface DiscountedCart extends Pick<PricedCart, "promotions" | "refusedCodes"> {
  cart: PriceableCart;
  items: readonly Item[];
  /** Null where none is chosen or needed, and where the chosen one does not take the cart. */
  shipping: ChosenShipping | null;
  taxation: Taxation;
}

export interface ChosenShipping extends Reducible {
  optionId: string;
  /** Null: taxed as the goods are. */
  taxClass: string | null;
}

/** What is taken of a discounted cart, whoever worked it out; of what prices include, it is a part. */
export interface TaxAssessment {
  /** Of each item, in their order. */
  items: readonly (readonly TaxLine[])[];
  shipping: readonly TaxLine[];
}
