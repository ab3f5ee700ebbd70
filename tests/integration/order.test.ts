import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import {
  orders,
  outbox,
  prices,
  products,
  shippingOptions,
  stockLevels,
  stockReservations,
} from "../../db/schema/index.ts";
import { manualProvider } from "../../server/modules/payment/manual.ts";
import { address, readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { setStock } from "../helpers/factories.ts";
import { refusalOf } from "../helpers/refusal.ts";

const eur = (amount: number) => ({ amount, currency: "EUR" });

async function shopWithCart(lines: { amount?: number; onHand?: number; quantity: number }[]) {
  const shop = await createTestShop();
  const bought = [];
  for (const { quantity, ...traits } of lines)
    bought.push({ ...(await newProduct(shop.db, traits)), quantity });
  const cart = await readyCart(shop, bought);
  const place = () => shop.client.order.place.mutate({ cartId: cart.id, provider: "manual" });
  return { ...shop, bought, cart, place };
}

async function nothingHappened({ db, client }: TestShop, cartId: string): Promise<void> {
  expect((await client.cart.get.query({ cartId })).status).toBe("open");
  expect(await db.select().from(orders)).toEqual([]);
  expect(await db.select().from(outbox)).toEqual([]);
  expect(await db.select().from(stockReservations)).toEqual([]);
  for (const { reserved } of await db.select().from(stockLevels)) expect(reserved).toBe(0);
}

describe("placing an order", () => {
  test("snapshots the cart, holds its stock and tells the outbox", async () => {
    const { place, db, bought, cart } = await shopWithCart([
      { amount: 450, quantity: 3 },
      { amount: 1290, quantity: 1 },
    ]);
    const { order, accessToken, payment } = await place();
    expect(order).toMatchObject({
      number: expect.stringMatching(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/),
      status: "confirmed",
      paymentStatus: "pending",
      fulfillmentStatus: "unfulfilled",
      email: "ada@example.com",
      shippingAddress: address,
      billingAddress: address,
      shippingOption: { id: "ship_standard", name: "Standard", price: eur(490) },
      totals: { subtotal: eur(2640), shipping: eur(490), total: eur(3130) },
      payments: [{ id: payment.id, amount: eur(3130) }],
    });
    expect(order.totals).toEqual(cart.totals);
    expect(order.lines.map(({ variantId, quantity, total }) => ({ variantId, quantity, total }))).toEqual(
      cart.lines.map(({ variantId, quantity, total }) => ({ variantId, quantity, total })),
    );
    expect(payment).toMatchObject({
      provider: "manual",
      method: "cash_on_delivery",
      status: "pending",
      amount: eur(3130),
      clientSecret: null,
      redirectUrl: null,
    });
    expect(accessToken).toMatch(/^[\w-]{32}$/);
    for (const { variantId, quantity } of bought) {
      const [level] = await db.select().from(stockLevels).where(eq(stockLevels.variantId, variantId));
      expect(level).toMatchObject({ onHand: 100, reserved: quantity });
    }
    expect(await db.select().from(outbox)).toMatchObject([{ topic: "order.placed", subjectId: order.id }]);
  });

  test("with the test card is paid at once", async () => {
    const { client, cart } = await shopWithCart([{ quantity: 1 }]);
    const { order, payment } = await client.order.place.mutate({
      cartId: cart.id,
      provider: "manual",
      method: "test_card",
    });
    expect(payment.status).toBe("captured");
    expect(order.paymentStatus).toBe("paid");
  });

  test("again, in any way, gives the same order", async () => {
    const { place, db } = await shopWithCart([{ quantity: 2 }]);
    const first = await place();
    for (const answer of await Promise.all([place(), place(), place()])) expect(answer).toEqual(first);
    expect((await db.select().from(orders)).length).toBe(1);
    expect((await db.select().from(stockLevels))[0]?.reserved).toBe(2);
  });

  test("by several clicks at once gives one order", async () => {
    const { place, db } = await shopWithCart([{ quantity: 2 }]);
    const ids = (await Promise.all([place(), place(), place(), place()])).map(({ order }) => order.id);
    expect(new Set(ids).size).toBe(1);
    expect((await db.select().from(orders)).length).toBe(1);
  });

  test("does not count stock that is not tracked, and takes back orders below nothing", async () => {
    const shop = await createTestShop();
    const untracked = await newProduct(shop.db, { onHand: 0, policy: "untracked" });
    const backorder = await newProduct(shop.db, { onHand: 1, policy: "backorder" });
    const cart = await readyCart(shop, [
      { variantId: untracked.variantId, quantity: 5 },
      { variantId: backorder.variantId, quantity: 5 },
    ]);
    await shop.client.order.place.mutate({ cartId: cart.id, provider: "manual" });
    const reserved = async (variantId: string) =>
      (await shop.db.select().from(stockLevels).where(eq(stockLevels.variantId, variantId)))[0]?.reserved;
    expect(await reserved(untracked.variantId)).toBe(0);
    expect(await reserved(backorder.variantId)).toBe(5);
  });

  test("races with a change of the cart for the cart as it was before or after, never between", async () => {
    const { place, client, cart, db } = await shopWithCart([{ amount: 1000, quantity: 1 }]);
    const other = await newProduct(db, { amount: 500 });
    const [placed, changed] = await Promise.allSettled([
      place(),
      client.cart.addLine.mutate({ cartId: cart.id, variantId: other.variantId, quantity: 1 }),
    ]);
    const total = placed.status === "fulfilled" ? placed.value.order.totals.total.amount : undefined;
    expect(total).toBe(changed.status === "fulfilled" ? 1990 : 1490);
  });
});

describe("placing is refused, and nothing happens,", () => {
  test("for an empty cart, or one without e-mail, address or shipping", async () => {
    const shop = await createTestShop();
    const { client, db } = shop;
    const { variantId } = await newProduct(db);
    const { id: cartId } = await client.cart.create.mutate({});
    const refusal = async () =>
      (await refusalOf(client.order.place.mutate({ cartId, provider: "manual" }))).code;
    expect(await refusal()).toBe("CART_EMPTY");
    await client.cart.addLine.mutate({ cartId, variantId, quantity: 1 });
    expect(await refusal()).toBe("EMAIL_REQUIRED");
    await client.cart.setEmail.mutate({ cartId, email: "ada@example.com" });
    expect(await refusal()).toBe("ADDRESS_REQUIRED");
    await client.cart.setAddresses.mutate({ cartId, shipping: address });
    expect(await refusal()).toBe("SHIPPING_UNAVAILABLE");
    await nothingHappened(shop, cartId);
  });

  test("when the chosen shipping does not go to the address", async () => {
    const shop = await shopWithCart([{ quantity: 1 }]);
    await shop.db
      .update(shippingOptions)
      .set({ zones: [{ country: "FR", regions: null, postalCodes: null }] });
    expect(await refusalOf(shop.place())).toMatchObject({ code: "SHIPPING_UNAVAILABLE" });
    await nothingHappened(shop, shop.cart.id);
  });

  test("when a variant went off sale", async () => {
    const shop = await shopWithCart([{ quantity: 1 }]);
    await shop.db.update(products).set({ status: "archived" });
    expect(await refusalOf(shop.place())).toEqual({
      code: "VARIANT_UNAVAILABLE",
      data: { variantId: shop.bought[0]?.variantId ?? "" },
    });
    await nothingHappened(shop, shop.cart.id);
  });

  test("when too few are left, saying how many", async () => {
    const shop = await shopWithCart([
      { onHand: 9, quantity: 1 },
      { onHand: 5, quantity: 5 },
    ]);
    const variantId = shop.bought[1]?.variantId ?? "";
    await setStock(shop.db, variantId, { onHand: 3 });
    expect(await refusalOf(shop.place())).toEqual({
      code: "OUT_OF_STOCK",
      data: { variantId, available: 3 },
    });
    await nothingHappened(shop, shop.cart.id);
  });

  test("when a price changed, until the shopper accepts it", async () => {
    const shop = await shopWithCart([{ amount: 1000, quantity: 2 }]);
    await shop.db.update(prices).set({ amount: 1100 });
    const [line] = shop.cart.lines;
    expect(await refusalOf(shop.place())).toEqual({
      code: "PRICE_CHANGED",
      data: {
        lines: [
          {
            lineId: line?.id ?? "",
            variantId: line?.variantId ?? "",
            seenUnitPrice: eur(1000),
            unitPrice: eur(1100),
          },
        ],
        total: eur(2690),
      },
    });
    await nothingHappened(shop, shop.cart.id);
    const { order } = await shop.client.order.place.mutate({
      cartId: shop.cart.id,
      provider: "manual",
      acceptPriceChanges: true,
    });
    expect(order.totals.subtotal).toEqual(eur(2200));
  });

  test("when the way to pay is not on offer", async () => {
    const shop = await createTestShop({ paymentProviders: [manualProvider(["cash_on_delivery"])] });
    const { variantId } = await newProduct(shop.db);
    const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 1 }]);
    const call = shop.client.order.place.mutate({ cartId, provider: "manual", method: "test_card" });
    expect(await refusalOf(call)).toMatchObject({ code: "PAYMENT_UNAVAILABLE" });
    await nothingHappened(shop, cartId);
    expect(await shop.client.payment.providers.query()).toEqual([
      { provider: "manual", methods: [{ method: "cash_on_delivery", name: "Cash on delivery" }] },
    ]);
  });
});

describe("an order", () => {
  test("is seen by whoever holds its access token", async () => {
    const { place, client } = await shopWithCart([{ quantity: 1 }]);
    const { order, accessToken } = await place();
    expect(await client.order.get.query({ id: order.id, accessToken: accessToken ?? "" })).toEqual(order);
  });

  test("is not found without the token, with a wrong one, or with another order's", async () => {
    const { place, client } = await shopWithCart([{ quantity: 1 }]);
    const { order } = await place();
    const { accessToken = "" } = await (await shopWithCart([{ quantity: 1 }])).place();
    for (const input of [
      { id: order.id },
      { id: order.id, accessToken: "" },
      { id: order.id, accessToken: "é".repeat(16) },
      { id: order.id, accessToken: accessToken ?? "" },
      { id: "ord_unknown", accessToken: accessToken ?? "" },
    ]) {
      expect(await refusalOf(client.order.get.query(input))).toEqual({ code: "NOT_FOUND", data: {} });
    }
  });

  test("stays as it was sold when the catalogue changes", async () => {
    const { place, client, db } = await shopWithCart([{ amount: 1000, quantity: 1 }]);
    const { order, accessToken } = await place();
    await db.update(products).set({ title: "Renamed", status: "archived" });
    await db.update(prices).set({ amount: 9_999 });
    expect(await client.order.get.query({ id: order.id, accessToken: accessToken ?? "" })).toEqual(order);
  });
});
