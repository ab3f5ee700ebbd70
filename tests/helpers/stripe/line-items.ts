import { Stripe } from "stripe";
import type { CreateSession } from "./checkout-params.ts";
import type { World } from "./world.ts";

/** What is bought, at a price that is made for it alone. */
export function lineItemOf(world: World, item: CreateSession["line_items"][number]): Stripe.LineItem {
  const { price_data: price, quantity = 1 } = item;
  const total = price.unit_amount * quantity;
  return {
    id: world.newId("li"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: price.currency,
    description: price.product_data.name,
    metadata: {},
    price: {
      id: world.newId("price"),
      object: "price",
      active: false,
      billing_scheme: "per_unit",
      created: world.now(),
      currency: price.currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: world.newId("prod"),
      recurring: null,
      tax_behavior: "unspecified",
      tiers_mode: null,
      transform_quantity: null,
      type: "one_time",
      unit_amount: price.unit_amount,
      unit_amount_decimal: Stripe.Decimal.from(price.unit_amount),
    },
    quantity,
  };
}
