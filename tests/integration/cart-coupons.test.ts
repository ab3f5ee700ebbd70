import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { ShopClient } from "../../client-sdk/src/index.ts";
import { cartCoupons, promotionCodes, promotions, promotionUses, variants } from "../../db/schema/index.ts";
import { readyCart } from "../../testing/carts.ts";
import { clientWith } from "../../testing/client.ts";
import { newCustomer } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { newPromotion } from "../../testing/promotions.ts";
import { createTestShop } from "../../testing/shop.ts";
import { readTables } from "../helpers/dump.ts";
import { refusalOf } from "../helpers/refusal.ts";

const eur = (amount: number) => ({ amount, currency: "EUR" });
const hour = 60 * 60 * 1000;

type Traits = NonNullable<Parameters<typeof newPromotion>[1]>;

const anybody: NonNullable<Traits["conditions"]> = {
  markets: null,
  customerGroups: null,
  firstOrder: false,
  minSubtotal: null,
  minQuantity: null,
  weekdays: null,
  timeZone: "UTC",
};

/** A shop with a product at 10.00 EUR, and a cart with one of it that lacks nothing. */
async function newScene() {
  const shop = await createTestShop();
  const { variantId } = await newProduct(shop.db);
  const lines = [{ variantId, quantity: 1 }];
  const { id: cartId } = await readyCart(shop, lines);
  const { cart, order } = shop.client;
  const apply = (code: string) => cart.applyCoupon.mutate({ cartId, code });
  const place = (more = {}) => order.place.mutate({ cartId, provider: "manual", ...more });
  const show = () => cart.get.query({ cartId });
  return { ...shop, cart, variantId, lines, cartId, apply, place, show };
}

describe("a code", () => {
  test("takes off what its promotion says, and says so on the line, the cart, the order and in the mail", async () => {
    const { apply, place, db, cart, cartId, deliver, mails } = await newScene();
    const { id: promotionId } = await newPromotion(db, { codes: ["SPRING"], name: "Spring" });
    const applied = await apply(" spring ");
    const adjustments = [{ promotionId, name: "Spring", code: "SPRING", amount: eur(100) }];
    expect(applied).toMatchObject({
      lines: [{ subtotal: eur(1000), discount: eur(100), total: eur(900), adjustments }],
      coupons: [{ code: "SPRING", applied: true, reason: null }],
      promotions: adjustments,
      totals: { subtotal: eur(1000), discount: eur(100), shipping: eur(490), total: eur(1390) },
    });
    expect(await apply("SPRING")).toMatchObject({ coupons: applied.coupons, totals: applied.totals });
    const { order } = await place();
    expect(order.lines).toMatchObject([{ discount: eur(100), total: eur(900), adjustments }]);
    expect(order.promotions).toEqual(adjustments);
    expect(order.totals).toEqual(applied.totals);
    expect(await db.select().from(promotionUses)).toMatchObject([
      { promotionId, orderId: order.id, code: "SPRING", amount: 100 },
    ]);
    await deliver();
    for (const body of [mails.at(-1)?.text ?? "", mails.at(-1)?.html ?? ""]) {
      for (const told of ["Spring", "-1.00 EUR", "13.90 EUR"]) expect(body).toContain(told);
    }
    expect((await cart.get.query({ cartId })).status).toBe("ordered");
  });

  test("that is taken away takes nothing off any more; one that the cart has not is not found", async () => {
    const { apply, db, cart, cartId, show } = await newScene();
    await newPromotion(db, { codes: ["SPRING"] });
    const before = await show();
    await apply("SPRING");
    const after = await cart.removeCoupon.mutate({ cartId, code: "spring" });
    expect(after).toEqual({ ...before, version: after.version, updatedAt: after.updatedAt });
    expect(await refusalOf(cart.removeCoupon.mutate({ cartId, code: "SPRING" }))).toMatchObject({
      code: "NOT_FOUND",
    });
  });

  const refused: [reason: string, traits: Traits][] = [
    ["not_started", { startsAt: new Date(Date.now() + hour) }],
    ["expired", { endsAt: new Date(Date.now() - hour) }],
    ["expired", { status: "archived" }],
    ["used_up", { usageLimit: 3, uses: 3 }],
    ["used_up", { codeLimit: 1, codeUses: 1 }],
    ["wrong_market", { conditions: { ...anybody, markets: ["elsewhere"] } }],
    ["wrong_customer", { conditions: { ...anybody, customerGroups: ["wholesale"] } }],
    ["minimum_not_met", { conditions: { ...anybody, minSubtotal: { EUR: 1001 } } }],
    ["minimum_not_met", { conditions: { ...anybody, minQuantity: 2 } }],
    ["nothing_to_reduce", { lines: { productIds: [], categoryIds: [], tags: ["nowhere"] } }],
    ["not_first_order", { conditions: { ...anybody, firstOrder: true } }],
    ["wrong_day", { conditions: { ...anybody, weekdays: [((new Date().getUTCDay() + 2) % 7) + 1] } }],
  ];
  test.each(refused)("is refused, with the cart as it was: %s", async (reason, traits) => {
    const shop = await newScene();
    await shop.client.order.place.mutate({
      cartId: (await readyCart(shop, shop.lines)).id,
      provider: "manual",
    });
    await newPromotion(shop.db, { codes: ["SPRING"], ...traits });
    const before = await readTables(shop);
    expect(await refusalOf(shop.apply("spring"))).toEqual({
      code: "COUPON_INVALID",
      data: { coupon: "SPRING", reason },
    });
    expect(await readTables(shop)).toEqual(before);
  });

  test.each(["NOBODY-KNOWS-IT", "  ", "x".repeat(100)])(
    "is refused where nobody knows it: %p",
    async (code) => {
      const shop = await newScene();
      expect(await refusalOf(shop.apply(code))).toMatchObject({
        code: "COUPON_INVALID",
        data: { reason: "unknown" },
      });
      expect((await shop.show()).coupons).toEqual([]);
    },
  );

  test("does not join one that stands alone and comes first", async () => {
    const { apply, db, show } = await newScene();
    await newPromotion(db, { codes: ["ALONE"], exclusive: true, priority: 1 });
    await newPromotion(db, { codes: ["OTHER"] });
    const before = await apply("ALONE");
    expect(await refusalOf(apply("OTHER"))).toEqual({
      code: "COUPON_INVALID",
      data: { coupon: "OTHER", reason: "not_combinable" },
    });
    expect(await show()).toEqual(before);
  });

  test("stays on the cart when it no longer holds, with the reason; the order is refused, not placed without it", async () => {
    const { apply, db, show, place, cart, cartId } = await newScene();
    await newPromotion(db, { codes: ["SPRING"] });
    await apply("SPRING");
    await db.update(promotions).set({ endsAt: new Date() });
    const reason = "expired" as const;
    expect((await show()).coupons).toEqual([{ code: "SPRING", applied: false, reason }]);
    const refusal = { code: "COUPON_INVALID", data: { coupon: "SPRING", reason } } as const;
    expect(await refusalOf(place())).toEqual(refusal);
    expect((await show()).status).toBe("open");
    await cart.removeCoupon.mutate({ cartId, code: "SPRING" });
    expect((await place()).order.totals.discount).toEqual(eur(0));
  });

  test("off shipping may come before a way of shipping is chosen, unless nothing is sent", async () => {
    const { client, db, variantId } = await newScene();
    const effect = { type: "percentage", target: "shipping", basisPoints: 10_000 } as const;
    await newPromotion(db, { codes: ["FREE"], effect });
    const { id: cartId } = await client.cart.create.mutate();
    await client.cart.addLine.mutate({ cartId, variantId, quantity: 1 });
    const waiting = await client.cart.applyCoupon.mutate({ cartId, code: "FREE" });
    expect(waiting.coupons).toEqual([{ code: "FREE", applied: false, reason: "no_shipping_yet" }]);
    const shipped = { cartId, shippingOptionId: "ship_standard" };
    const chosen = await client.cart.setShippingOption.mutate(shipped);
    expect(chosen.coupons).toEqual([{ code: "FREE", applied: true, reason: null }]);
    expect(chosen.totals.shipping).toEqual(eur(0));
    await client.cart.removeCoupon.mutate({ cartId, code: "FREE" });
    await db.update(variants).set({ requiresShipping: false }).where(eq(variants.id, variantId));
    expect(await refusalOf(client.cart.applyCoupon.mutate({ cartId, code: "FREE" }))).toEqual({
      code: "COUPON_INVALID",
      data: { coupon: "FREE", reason: "nothing_to_reduce" },
    });
  });

  test("is one of ten at most", async () => {
    const { apply, db, show } = await newScene();
    for (let i = 0; i <= 10; i++) {
      const effect = { type: "fixed_amount", target: "order", amounts: { EUR: 1 } } as const;
      await newPromotion(db, { codes: [`CODE-${i}`], effect });
    }
    for (let i = 0; i < 10; i++) await apply(`CODE-${i}`);
    expect(await refusalOf(apply("CODE-10"))).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: "code" }] },
    });
    expect((await show()).totals.discount).toEqual(eur(10));
  });

  test("cannot be guessed: after twenty that nobody knows, a network waits, whatever it tries", async () => {
    const { app, db, cartId } = await newScene();
    await newPromotion(db, { codes: ["SPRING"] });
    const guesser = clientWith(app, "nobody");
    const guess = (code: string) => refusalOf(guesser.cart.applyCoupon.mutate({ cartId, code }));
    for (let i = 0; i < 20; i++) expect(await guess(`GUESS-${i}`)).toMatchObject({ code: "COUPON_INVALID" });
    for (const code of ["GUESS-20", "SPRING"]) {
      const { code: refusal, data } = await guess(code);
      expect(refusal).toBe("RATE_LIMITED");
      expect(data).toMatchObject({ retryAfter: expect.any(Number) });
    }
    expect(await db.select().from(cartCoupons)).toEqual([]);
  });
});

describe("a hundred buyers at once, through the whole order,", () => {
  const sell = async (client: ShopClient, cartId: string) => {
    const placing = client.order.place.mutate({ cartId, provider: "manual" });
    return placing.then(({ order }) => order.totals.discount.amount).catch(() => refusalOf(placing));
  };

  test("on a code for ten: exactly ten have it, and the others are told", async () => {
    const shop = await newScene();
    await newPromotion(shop.db, { codes: ["TEN"], usageLimit: 10 });
    const carts = await Promise.all(Array.from({ length: 100 }, () => readyCart(shop, shop.lines)));
    await shop.db
      .insert(cartCoupons)
      .values(carts.map(({ id: cartId }) => ({ cartId, code: "TEN", addedAt: new Date() })));
    const outcomes = await Promise.all(carts.map(({ id }) => sell(shop.client, id)));
    expect(outcomes.filter((outcome) => outcome === 100).length).toBe(10);
    const told = { code: "COUPON_INVALID", data: { coupon: "TEN", reason: "used_up" } } as const;
    for (const outcome of outcomes) if (outcome !== 100) expect<unknown>(outcome).toEqual(told);
    expect(await shop.db.select().from(promotions)).toMatchObject([{ uses: 10, discounted: { EUR: 1000 } }]);
    expect((await shop.db.select().from(promotionUses)).length).toBe(10);
  });

  test("on one that holds by itself for ten: ten pay less, all others the full price", async () => {
    const shop = await newScene();
    await newPromotion(shop.db, { usageLimit: 10 });
    const carts = await Promise.all(Array.from({ length: 90 }, () => readyCart(shop, shop.lines)));
    const outcomes = await Promise.all(carts.map(({ id }) => sell(shop.client, id)));
    expect(outcomes.filter((outcome) => outcome === 100).length).toBe(10);
    expect(outcomes.filter((outcome) => outcome === 0).length).toBe(80);
  });

  test("on a code of one use: one has it", async () => {
    const shop = await newScene();
    await newPromotion(shop.db, { codes: ["ONCE", "OTHER"], codeLimit: 1 });
    const carts = [await readyCart(shop, shop.lines), await readyCart(shop, shop.lines)];
    for (const { id: cartId } of carts) await shop.cart.applyCoupon.mutate({ cartId, code: "ONCE" });
    const outcomes = await Promise.all(carts.map(({ id }) => sell(shop.client, id)));
    expect(outcomes.filter((outcome) => outcome === 100).length).toBe(1);
    const codes = await shop.db.select().from(promotionCodes);
    expect(codes.map(({ code, uses }) => [code, uses]).toSorted()).toEqual([
      ["ONCE", 1],
      ["OTHER", 0],
    ]);
  });
});

describe("once for each buyer", () => {
  test("a customer is known by the account, on any device and from any cart", async () => {
    const shop = await newScene();
    await newPromotion(shop.db, { codes: ["WELCOME"], usageLimitPerCustomer: 1 });
    const customer = await newCustomer(shop);
    const [first, second] = [await readyCart(customer, shop.lines), await readyCart(customer, shop.lines)];
    for (const { id: cartId } of [first, second]) {
      await customer.client.cart.applyCoupon.mutate({ cartId, code: "WELCOME" });
    }
    const place = (cartId: string) => customer.client.order.place.mutate({ cartId, provider: "manual" });
    const outcomes = await Promise.allSettled([place(first.id), place(second.id)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const third = await readyCart(customer, shop.lines);
    const again = customer.client.cart.applyCoupon.mutate({ cartId: third.id, code: "WELCOME" });
    expect(await refusalOf(again)).toEqual({
      code: "COUPON_INVALID",
      data: { coupon: "WELCOME", reason: "used_by_customer" },
    });
  });

  test("of a first order, there is one, however many are placed at once", async () => {
    const shop = await newScene();
    await newPromotion(shop.db, { conditions: { ...anybody, firstOrder: true } });
    const customer = await newCustomer(shop);
    const carts = [await readyCart(customer, shop.lines), await readyCart(customer, shop.lines)];
    const orders = await Promise.all(
      carts.map(({ id: cartId }) => customer.client.order.place.mutate({ cartId, provider: "manual" })),
    );
    const discounts = orders.map(({ order }) => order.totals.discount.amount);
    expect(discounts.toSorted((one, other) => one - other)).toEqual([0, 100]);
  });

  test("a guest by the e-mail address, from the moment that it is given", async () => {
    const shop = await newScene();
    await newPromotion(shop.db, { codes: ["WELCOME"], usageLimitPerCustomer: 1 });
    await shop.apply("WELCOME");
    await shop.place();
    const { id: cartId } = await shop.cart.create.mutate();
    await shop.cart.addLine.mutate({ cartId, variantId: shop.variantId, quantity: 1 });
    expect((await shop.cart.applyCoupon.mutate({ cartId, code: "WELCOME" })).totals.discount).toEqual(
      eur(100),
    );
    const known = await shop.cart.setEmail.mutate({ cartId, email: "ADA@example.com" });
    expect(known.coupons).toEqual([{ code: "WELCOME", applied: false, reason: "used_by_customer" }]);
    expect(known.totals.discount).toEqual(eur(0));
    expect(await shop.cart.get.query({ cartId })).toEqual(known);
  });
});

describe("the total that the shopper was shown", () => {
  test("is what is paid, or the order is refused with today's", async () => {
    const { place, show, db } = await newScene();
    const { totals } = await show();
    await newPromotion(db);
    expect(await refusalOf(place({ expectedTotal: totals.total }))).toEqual({
      code: "PRICE_CHANGED",
      data: { lines: [], total: eur(1390) },
    });
    expect(await refusalOf(place({ expectedTotal: { amount: 1390, currency: "USD" } }))).toMatchObject({
      code: "PRICE_CHANGED",
    });
    expect((await show()).status).toBe("open");
    expect((await place({ expectedTotal: eur(1390) })).order.totals.total).toEqual(eur(1390));
  });

  test("is no longer that when a promotion's last use goes meanwhile", async () => {
    const { place, show, db } = await newScene();
    const { id } = await newPromotion(db, { usageLimit: 1 });
    const { totals } = await show();
    await db.update(promotions).set({ uses: 1 }).where(eq(promotions.id, id));
    expect(await refusalOf(place({ expectedTotal: totals.total }))).toMatchObject({ code: "PRICE_CHANGED" });
    expect((await place()).order.totals.total).toEqual(eur(1490));
  });
});
