import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { moneyMovements, outbox, payments, products, refunds } from "../../db/schema/index.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newDeliveredOrder } from "../helpers/after-sale.ts";
import { newLogRecorder } from "../helpers/logs.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { eur, newSale } from "../helpers/sale.ts";
import { newStripeShop } from "../helpers/stripe-shop.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const reason = "A scratch";

/** An order that was paid by card, in a shop that is told of nothing. */
async function newPaid(
  card: "pm_card_visa" | "pm_card_pendingRefund" = "pm_card_visa",
  overrides: Parameters<typeof newStripeShop>[0] = {},
) {
  const shop = await newStripeShop(overrides);
  const order = await shop.placeOrder();
  const hear = async () => {
    shop.clock.advance(minute);
    await shop.db.update(payments).set({ checkAt: shop.clock.now() });
    await shop.checker.runDue();
    await shop.deliver();
  };
  await shop.stripe.pay(order.clientSecret, card);
  await hear();
  const given = () => shop.db.select().from(refunds).where(eq(refunds.orderId, order.id)).orderBy(refunds.id);
  const kinds = async () => {
    const rows = await shop.db.select().from(moneyMovements).orderBy(moneyMovements.id);
    return rows.map(({ kind }) => kind).filter((kind) => !kind.startsWith("fee"));
  };
  const atStripe = () => shop.stripe.moneyOf("orderId").get(order.id)?.refunded;
  return { shop, order, hear, given, kinds, atStripe, id: order.id };
}

/** A delivered order of two cups and a loaf of bread, which is taxed less; prices have their taxes in them. */
async function newTaxed() {
  const shop = await createTestShop();
  const { client: staff } = await newStaff(shop);
  const [cup, bread] = [
    await newProduct(shop.db, { amount: 1_000 }),
    await newProduct(shop.db, { amount: 399 }),
  ];
  await shop.db.update(products).set({ taxClass: "food" }).where(eq(products.id, bread.productId));
  const rates = [
    { name: "VAT", basisPoints: 2_000, onShipping: true },
    { name: "VAT", basisPoints: 500, taxClass: "food" },
  ];
  await staff.admin.tax.saveRates.mutate({ country: "GB", rates });
  const bought = [
    { ...cup, quantity: 2 },
    { ...bread, quantity: 1 },
  ];
  const { order } = await newDeliveredOrder(shop, bought);
  return { shop, staff, order, cup: cup.variantId };
}

describe("a refund that a provider gives", () => {
  test("is on its way until the provider says that it was given, and its buyer is told then", async () => {
    const { shop, id, given, atStripe } = await newPaid();
    await using _ = shop;
    const asked = await shop.staff.refund.mutate({ id, amount: eur(300), reason });
    expect(asked.refunds).toMatchObject([{ status: "pending", provider: "stripe", amount: eur(300) }]);
    expect(asked.timeline.at(-1)).toMatchObject({ type: "refund-requested", audience: "staff" });
    expect(atStripe()).toBe(0);
    await shop.deliver();
    expect(await given()).toMatchObject([{ status: "succeeded" }]);
    expect(atStripe()).toBe(300);
    expect(shop.mails.filter((mail) => mail.id.startsWith("order.refunded."))).toHaveLength(1);
    expect(await shop.staff.get.query({ id })).toMatchObject({ paymentStatus: "partially_refunded" });
  });

  test("waits for the provider where that does not answer, and is given once", async () => {
    const { shop, id, given, atStripe } = await newPaid();
    await using _ = shop;
    await shop.staff.refund.mutate({ id, amount: eur(300), reason });
    shop.stripe.faults.next("error_after", { on: /refunds/, times: 3 });
    await shop.deliver();
    expect(await given()).toMatchObject([{ status: "pending", reference: null }]);
    shop.clock.advance(2 * day); // the key is forgotten by now
    await shop.deliver();
    expect(await given()).toMatchObject([{ status: "succeeded" }]);
    expect(atStripe()).toBe(300);
  });

  test("is given by a check where its event was given up", async () => {
    const { shop, id, given, atStripe } = await newPaid();
    await using _ = shop;
    await shop.staff.refund.mutate({ id, amount: eur(300), reason });
    await shop.db.delete(outbox);
    shop.clock.advance(minute);
    await shop.checker.runDue();
    expect(await given()).toMatchObject([{ status: "succeeded" }]);
    expect(atStripe()).toBe(300);
  });

  test("that is refused has failed: it counts no more, staff are told, and may give it otherwise", async () => {
    const { shop, id, given, kinds, order } = await newPaid();
    await using _ = shop;
    await shop.stripe.client().refunds.create({ payment_intent: (await order.row()).reference ?? "" });
    await shop.staff.refund.mutate({ id, all: true, reason });
    await shop.deliver();
    // What was given at the provider takes its place.
    expect(await given()).toMatchObject([
      { status: "failed", reference: null },
      { status: "succeeded", reason: null, amount: order.total },
    ]);
    expect(await kinds()).toEqual(["captured", "refunded", "refund_failed", "refunded"]);
    expect(await order.get()).toMatchObject({ paymentStatus: "refunded", credited: eur(order.total) });
  });

  test("that comes back later is the shop's again until it is given by hand", async () => {
    const { shop, id, given, kinds, hear, order } = await newPaid();
    await using _ = shop;
    await shop.staff.refund.mutate({ id, amount: eur(300), reason });
    await shop.deliver();
    const [refund] = await given();
    shop.stripe.failRefund(refund?.reference ?? "", "expired_or_canceled_card");
    await hear();
    const failed = await shop.staff.get.query({ id });
    expect(failed).toMatchObject({ paymentStatus: "paid", credited: eur(300), owed: eur(0) });
    expect(failed.refunds).toMatchObject([{ status: "failed" }]);
    expect(failed.timeline.at(-1)).toMatchObject({
      type: "refund-failed",
      audience: "staff",
      details: { failure: "expired_or_canceled_card", amount: eur(300) },
    });

    await shop.staff.refund.mutate({ id, amount: eur(300), isByHand: true, reason });
    const given2 = await shop.staff.get.query({ id });
    expect(given2).toMatchObject({ paymentStatus: "partially_refunded", credited: eur(300) });
    expect(given2.refunds[1]).toMatchObject({ status: "succeeded", provider: "manual" });
    expect(await kinds()).toEqual(["captured", "refunded", "refund_failed", "refunded"]);
    await hear();
    expect(shop.stripe.moneyOf("orderId").get(id)?.refunded).toBe(0);
    expect(await order.events()).not.toContain("refund-failed");
  });

  test("that takes days is counted from the moment it is asked for", async () => {
    const { shop, id, given, order } = await newPaid("pm_card_pendingRefund");
    await using _ = shop;
    await shop.staff.refund.mutate({ id, all: true, reason });
    await shop.deliver();
    const [refund] = await given();
    expect(refund?.status).toBe("pending");
    expect(refund?.reference).toStartWith("re_");
    expect(await order.get()).toMatchObject({ paymentStatus: "refunded" });
    expect(await refusalOf(shop.staff.refund.mutate({ id, amount: eur(1), reason }))).toMatchObject({
      code: "REFUND_EXCEEDS_CAPTURED",
    });
    shop.stripe.completeRefund(refund?.reference ?? "");
    shop.clock.advance(minute);
    await shop.checker.runDue();
    await shop.deliver();
    expect(await given()).toMatchObject([{ status: "succeeded" }]);
    expect(shop.mails.at(-1)?.id).toBe(`order.refunded.${refund?.id}`);
  });
});

test("what somebody gives at the provider is taken in, and asked for no more", async () => {
  const { shop, given, hear, order } = await newPaid();
  await using _ = shop;
  await shop.stripe
    .client()
    .refunds.create({ payment_intent: (await order.row()).reference ?? "", amount: 200 });
  await hear();
  await hear();
  expect(await given()).toMatchObject([{ amount: 200, reason: null, status: "succeeded" }]);
  expect(await order.get()).toMatchObject({ credited: eur(200), owed: eur(0), status: "confirmed" });
  expect(await order.events()).toContain("refunded");
});

test("what somebody gives at the provider that had been given by hand is taken in as well, and staff are told", async () => {
  const { logger, lines } = newLogRecorder();
  const { shop, id, given, hear, order, atStripe } = await newPaid("pm_card_visa", { logger });
  await using _ = shop;
  await shop.staff.refund.mutate({ id, amount: eur(1_000), isByHand: true, reason });
  await shop.stripe.client().refunds.create({ payment_intent: (await order.row()).reference ?? "" });
  await hear();
  expect(await given()).toMatchObject([
    { provider: "manual", amount: 1_000 },
    { provider: "stripe", amount: order.total, status: "succeeded" },
  ]);
  expect(await order.row()).toMatchObject({ refundedAmount: order.total + 1_000 });
  expect(atStripe()).toBe(order.total);
  expect(await order.get()).toMatchObject({ paymentStatus: "refunded", owed: eur(0) });
  expect(lines()).toContainEqual(expect.objectContaining({ level: "error", alert: "refunded_twice" }));
});

describe("refunds together", () => {
  test("never exceed what was captured, however many are given at once", async () => {
    const sale = await newSale([{ quantity: 1, amount: 1_000 }], "test_card");
    const { total } = sale.order.totals;
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, () => sale.staff.refund.mutate({ id: sale.id, amount: eur(400), reason })),
    );
    const succeeded = all.filter(({ status }) => status === "fulfilled").length;
    expect(succeeded).toBe(Math.floor(total.amount / 400));
    const [payment] = await sale.db.select().from(payments);
    expect(payment?.refundedAmount).toBe(succeeded * 400);
  });

  test("give back the taxes of what they are for, and all of them in the end", async () => {
    const { staff, order, cup } = await newTaxed();
    const { id } = order;
    const lineId = order.lines.find(({ variantId }) => variantId === cup)?.id ?? "";
    const lines = [{ lineId, quantity: 1 }];
    const first = await staff.admin.orders.refund.mutate({ id, lines, reason });
    expect(first.refunds[0]?.taxes).toMatchObject([{ rate: 2000, amount: eur(166) }]); // the first of two of 10.00
    await staff.admin.orders.refund.mutate({ id, shippingAmount: 100, reason });
    await staff.admin.orders.refund.mutate({ id, amount: eur(333), reason });
    const last = await staff.admin.orders.refund.mutate({ id, all: true, reason });
    expect(last.paymentStatus).toBe("refunded");
    const ofRate = (rate: number) => (tax: { rate: number }) => tax.rate === rate;
    for (const rate of [500, 2000]) {
      const given = last.refunds.flatMap(({ taxes }) => taxes.filter(ofRate(rate)));
      const sum = given.reduce((total, { amount }) => total + amount.amount, 0);
      expect(eur(sum)).toEqual(order.taxes.find(ofRate(rate))?.amount ?? eur(0));
      expect(sum).toBeGreaterThan(0);
    }
    expect(await refusalOf(staff.admin.orders.refund.mutate({ id, all: true, reason }))).toMatchObject({
      code: "BAD_REQUEST",
    });
  });

  test("of an amount, of what it is for and of all exclude each other", async () => {
    const { staff, id } = await newSale([{ quantity: 1 }], "test_card");
    for (const wrong of [
      {},
      { amount: eur(1), all: true as const },
      { shippingAmount: 1, all: true as const },
    ]) {
      const refusal = await refusalOf(staff.refund.mutate({ id, reason, ...wrong }));
      expect(refusal).toMatchObject({ code: "BAD_REQUEST", data: { issues: [{ path: "amount" }] } });
    }
  });
});
