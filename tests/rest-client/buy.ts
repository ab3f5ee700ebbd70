import createClient from "openapi-fetch";
import type { paths } from "./shop.ts";

/*
 * Buys the first product that there is, by a client whose types were generated from `/openapi.json`, and prints the order.
 * What it asks and reads is checked by the compiler: what is wrong on purpose says so.
 */

const [, , origin = ""] = process.argv;
const shop = createClient<paths>({ baseUrl: `${origin}/api` });

const { data: products } = await shop.GET("/products", { params: { query: { limit: 1, inStock: true } } });
const [first] = products?.items ?? [];
if (!first) throw new Error("there is nothing to buy");

// @ts-expect-error a product is asked for by its slug
await shop.GET("/products/{slug}", { params: { path: { id: first.id } } });

const { data: product } = await shop.GET("/products/{slug}", { params: { path: { slug: first.slug } } });
const [variant] = product?.variants ?? [];
if (!variant) throw new Error("it comes in no variant");
const unitPrice: number = variant.price.amount;

const { data: cart } = await shop.POST("/carts", { body: {} });
if (!cart) throw new Error("there is no cart");
const path = { cartId: cart.id };
await shop.POST("/carts/{cartId}/lines", { params: { path }, body: { variantId: variant.id, quantity: 2 } });
await shop.PUT("/carts/{cartId}/email", { params: { path }, body: { email: "ada@example.com" } });
const { data: ready } = await shop.PUT("/carts/{cartId}/addresses", {
  params: { path },
  body: {
    shipping: {
      firstName: "Ada",
      lastName: "Lovelace",
      line1: "12 Harbour Street",
      city: "Berlin",
      postalCode: "10115",
      country: "DE",
    },
  },
});
const { data: options } = await shop.GET("/carts/{cartId}/shipping-options", { params: { path } });
const shippingOptionId = options?.[0]?.id;
if (shippingOptionId === undefined) throw new Error("nothing is sent");
await shop.PUT("/carts/{cartId}/shipping-option", { params: { path }, body: { shippingOptionId } });

const { data: placed, error } = await shop.POST("/orders", {
  params: { header: { "Idempotency-Key": crypto.randomUUID() } },
  body: { cartId: cart.id, provider: "manual", method: "cash_on_delivery" },
});
if (!placed) throw new Error(`it was refused: ${error?.error.code}`);

const { error: again } = await shop.GET("/orders/{id}", { params: { path: { id: "ord_of_nobody" } } });
await Bun.write(
  Bun.stdout,
  JSON.stringify({
    number: placed.order.number,
    subtotal: placed.order.totals.subtotal.amount,
    unitPrice,
    email: ready?.email,
    refusal: again?.error.code,
  }),
);
