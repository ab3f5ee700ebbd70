import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { priceOffers, prices, stockLevels, variants } from "../../db/schema/index.ts";
import { newId } from "../../server/core/ids.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { setStock } from "../helpers/factories.ts";
import { refusalOf } from "../helpers/refusal.ts";

const eur = (amount: number) => ({ amount, currency: "EUR" });

async function shopWithVariant(traits: Parameters<typeof newProduct>[1] = {}) {
  const shop = await createTestShop();
  const { variantId } = await newProduct(shop.db, traits);
  const { id: cartId } = await readyCart(shop, []);
  const { cart } = shop.client;
  const add = (quantity: number, attributes?: Record<string, string>) =>
    cart.addLine.mutate({ cartId, variantId, quantity, attributes });
  return { ...shop, variantId, cartId, add };
}

describe("attributes", () => {
  test("that are equal, in whatever order, join lines; others stand beside each other", async () => {
    const { add } = await shopWithVariant();
    await add(1, { Engraving: "Ada", Wrap: "red" });
    await add(2, { Wrap: "red", Engraving: "Ada" });
    await add(1, { Engraving: "Eve" });
    const { lines } = await add(1);
    expect(lines.map(({ quantity, attributes }) => ({ quantity, attributes }))).toEqual([
      { quantity: 3, attributes: { Engraving: "Ada", Wrap: "red" } },
      { quantity: 1, attributes: { Engraving: "Eve" } },
      { quantity: 1, attributes: {} },
    ]);
  });

  test.each([
    ["more than ten", Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`key ${i}`, "x"]))],
    ["a long key", { ["k".repeat(51)]: "x" }],
    ["an empty key", { " ": "x" }],
    ["a long value", { Engraving: "x".repeat(501) }],
  ])("refuse %s, naming the field", async (_, attributes) => {
    const { add, client, cartId } = await shopWithVariant();
    const { code, data } = await refusalOf(add(1, attributes));
    expect({ code, paths: data }).toMatchObject({ code: "BAD_REQUEST" });
    expect(JSON.stringify(data)).toContain('"path":"attributes');
    expect((await client.cart.get.query({ cartId })).lines).toEqual([]);
  });

  test("as large as they may be come back as they were given", async () => {
    const { add } = await shopWithVariant();
    const attributes = Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [`${i}.${"k".repeat(48)}`, "ü".repeat(500)]),
    );
    expect((await add(1, attributes)).lines[0]?.attributes).toEqual(attributes);
  });
});

describe("lines of one variant", () => {
  test("cost together what so many cost, and none is taken for changed by the shopper's own change", async () => {
    const { add, db, variantId, client, cartId } = await shopWithVariant({ amount: 1000 });
    await db
      .insert(priceOffers)
      .values({ id: newId("offer"), variantId, currency: "EUR", amount: 800, minQuantity: 5 });
    await add(3);
    const { lines } = await add(2, { Engraving: "Ada" });
    const both = lines.map(({ unitPrice, issues }) => ({ unitPrice, issues }));
    expect(both).toEqual(Array(2).fill({ unitPrice: eur(800), issues: [] }));
    const [first] = lines;
    const left = await client.cart.removeLine.mutate({ cartId, lineId: first?.id ?? "" });
    expect(left.lines).toMatchObject([{ quantity: 2, unitPrice: eur(1000), issues: [] }]);
  });

  test("keep telling of a price that the shop changed until their own line is changed", async () => {
    const { add, db, client, cartId } = await shopWithVariant({ amount: 1000 });
    await add(1);
    await add(1, { Engraving: "Ada" });
    await db.update(prices).set({ amount: 1200 });
    const { lines } = await add(1, { Engraving: "Ada" });
    const told = { code: "PRICE_CHANGED", seenUnitPrice: eur(1000) } as const;
    expect(lines.map(({ issues }) => issues)).toEqual([[told], []]);
    const lineId = lines[0]?.id ?? "";
    const seen = await client.cart.updateLine.mutate({ cartId, lineId, quantity: 1 });
    expect(seen.lines.map(({ issues }) => issues)).toEqual([[], []]);
  });

  test("share the stock: what there is counts once", async () => {
    const { add, db, variantId, client, cartId } = await shopWithVariant({ onHand: 5 });
    await add(3);
    expect(await refusalOf(add(3, { Engraving: "Ada" }))).toEqual({
      code: "OUT_OF_STOCK",
      data: { variantId, available: 5 },
    });
    await add(2, { Engraving: "Ada" });
    await setStock(db, variantId, { onHand: 4 });
    const short = await client.cart.get.query({ cartId });
    const told = { code: "OUT_OF_STOCK", available: 4 } as const;
    expect(short.lines.map(({ issues }) => issues)).toEqual([[told], [told]]);
    await client.cart.setShippingOption.mutate({ cartId, shippingOptionId: "ship_standard" });
    const place = () => client.order.place.mutate({ cartId, provider: "manual" });
    expect(await refusalOf(place())).toEqual({ code: "OUT_OF_STOCK", data: { variantId, available: 4 } });
    await setStock(db, variantId, { onHand: 5 });
    const { order } = await place();
    expect(order.lines.map(({ quantity }) => quantity)).toEqual([3, 2]);
    expect(await db.select().from(stockLevels)).toMatchObject([{ onHand: 5, reserved: 5 }]);
  });

  test("share the variant's limit, which an order may not exceed", async () => {
    const { add, db, variantId, client, cartId } = await shopWithVariant();
    await db.update(variants).set({ maxPerOrder: 4 }).where(eq(variants.id, variantId));
    const before = await add(3);
    const lineId = before.lines[0]?.id ?? "";
    for (const call of [
      () => add(2, { Engraving: "Ada" }),
      () => client.cart.updateLine.mutate({ cartId, lineId, quantity: 5 }),
    ]) {
      expect(await refusalOf(call())).toMatchObject({
        code: "BAD_REQUEST",
        data: { issues: [{ path: "quantity" }] },
      });
    }
    expect(await client.cart.get.query({ cartId })).toEqual(before);

    await db.update(variants).set({ maxPerOrder: 2 });
    const { lines } = await client.cart.get.query({ cartId });
    expect(lines[0]?.issues).toEqual([{ code: "TOO_MANY", max: 2 }]);
    await client.cart.setShippingOption.mutate({ cartId, shippingOptionId: "ship_standard" });
    const place = () => client.order.place.mutate({ cartId, provider: "manual" });
    expect(await refusalOf(place())).toEqual({ code: "QUANTITY_LIMIT", data: { variantId, max: 2 } });
    await client.cart.updateLine.mutate({ cartId, lineId, quantity: 2 });
    expect((await place()).order.lines[0]?.quantity).toBe(2);
  });
});
