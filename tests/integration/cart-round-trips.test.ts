import { expect, test } from "bun:test";
import { cartLines } from "../../db/schema/index.ts";
import { newId } from "../../server/core/ids.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { countRoundTrips } from "../helpers/round-trips.ts";

/** A shop with a cart of so many lines, and what goes to its database from then on. */
async function shopWithCart(size: number) {
  const shop = await createTestShop();
  const cart = await readyCart(shop, []);
  for (let i = 0; i < size; i++) {
    const { variantId } = await newProduct(shop.db);
    await shop.db.insert(cartLines).values({
      id: newId("line"),
      cartId: cart.id,
      variantId,
      quantity: 1,
      seenUnitAmount: 1000,
      createdAt: new Date(),
    });
  }
  const cartId = cart.id;
  await shop.client.cart.setShippingOption.mutate({ cartId, shippingOptionId: "ship_standard" });
  const { variantId } = await newProduct(shop.db);
  return { ...shop, cart, variantId, counted: countRoundTrips(shop.database.client) };
}

test.each([1, 99])("a cart of %d lines takes one read, and one write where it changes", async (size) => {
  const { client, cart, variantId, counted } = await shopWithCart(size);
  const { id: cartId } = cart;
  await client.cart.get.query({ cartId });
  expect(counted).toEqual({ reads: 1, writes: 0, transactions: 0 });
  const { lines } = await client.cart.addLine.mutate({ cartId, variantId, quantity: 1 });
  expect(lines.length).toBe(size + 1);
  expect(counted).toEqual({ reads: 2, writes: 1, transactions: 0 });
  await client.order.place.mutate({ cartId, provider: "manual" });
  expect(counted).toEqual({ reads: 3, writes: 2, transactions: 0 });
});
