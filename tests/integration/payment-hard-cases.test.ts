import { describe, expect, test } from "bun:test";
import type { CaptureMode } from "../../db/enums.ts";
import { newProduct } from "../../testing/products.ts";
import { setStock } from "../helpers/factories.ts";
import { newLogRecorder } from "../helpers/logs.ts";
import { eur } from "../helpers/sale.ts";
import { newStripeShop } from "../helpers/stripe-shop.ts";

const minute = 60_000;

type StripeShop = Awaited<ReturnType<typeof newStripeShop>>;

/** Has a minute pass, and the shop hear how all payments stand. */
async function hear({ clock, checker, deliver }: StripeShop): Promise<void> {
  clock.advance(minute);
  await checker.runDue();
  await deliver();
}

describe("money that comes after its order expired", () => {
  /** An order whose payment succeeds in the moment before the shop ends it. */
  async function paidTooLate() {
    const shop = await newStripeShop();
    const { variantId } = await newProduct(shop.db, { onHand: 1, publishedAt: new Date(0) });
    const order = await shop.placeOrder({ variantId });
    shop.clock.advance(31 * minute);
    await shop.stripe.pay(order.clientSecret, "pm_card_visa");
    await shop.expirer.runDue();
    expect(await order.get()).toMatchObject({ status: "expired" });
    return { shop, order };
  }

  test("brings it back to life where its units are still there", async () => {
    const { shop, order } = await paidTooLate();
    await using _ = shop;
    await hear(shop);
    expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid", refunds: [] });
    expect(shop.mails.at(-1)?.id).toBe(`order.confirmed.${order.id}`);
  });

  test("goes back by itself where they are gone, and its buyer is told", async () => {
    const { shop, order } = await paidTooLate();
    await using _ = shop;
    await setStock(shop.db, order.variantId, { onHand: 0 });
    await hear(shop);
    await hear(shop);
    expect(await order.get()).toMatchObject({ status: "expired", paymentStatus: "refunded" });
    expect(shop.stripe.moneyOf("orderId").get(order.id)).toMatchObject({
      captured: order.total,
      refunded: order.total,
    });
    expect(shop.mails.filter(({ id }) => id.startsWith("order.refunded."))).toHaveLength(1);
  });
});

test("an order that was canceled while its money came gives it back", async () => {
  await using shop = await newStripeShop();
  const order = await shop.placeOrder();
  await shop.stripe.pay(order.clientSecret, "pm_card_visa");
  await shop.client.order.cancel.mutate(order.held);
  await hear(shop);
  await hear(shop);
  expect(await order.get()).toMatchObject({ status: "canceled", paymentStatus: "refunded" });
  expect(shop.stripe.moneyOf("orderId").get(order.id)).toMatchObject({ refunded: order.total });
});

test("an attempt that is paid while another is asked for is gone on with", async () => {
  await using shop = await newStripeShop();
  const order = await shop.placeOrder();
  await shop.stripe.pay(order.clientSecret, "pm_card_visa_chargeDeclined");
  await hear(shop);
  const ending = shop.stripe.faults.hold(/cancel$/);
  const retried = shop.client.payment.retry.mutate({ ...order.held, provider: "stripe" });
  await ending.reached;
  await shop.stripe.pay(order.clientSecret, "pm_card_visa");
  ending.release();
  expect(await retried).toMatchObject({ id: order.paymentId, status: "captured" });
  expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid", refunds: [] });
});

test("of two attempts at a provider that are both paid, what is too much goes back", async () => {
  await using shop = await newStripeShop();
  const order = await shop.placeOrder();
  const { lines } = await order.get();
  await shop.staff.edit.mutate({
    id: order.id,
    version: 1,
    set: [{ lineId: lines[0]?.id ?? "", quantity: 2 }],
  });
  const second = await shop.client.payment.get.query(order.held);
  expect(second).toMatchObject({ status: "pending", amount: eur(order.total + 1_000) });
  await shop.stripe.pay(order.clientSecret, "pm_card_visa"); // in another window, before the shop could end it
  await shop.stripe.pay(second.clientSecret ?? "", "pm_card_visa");
  await hear(shop);
  await hear(shop);
  expect(shop.stripe.moneyOf("orderId").get(order.id)).toMatchObject({
    captured: 2 * order.total + 1_000,
    refunded: order.total,
  });
  expect(await order.get()).toMatchObject({ status: "confirmed", owed: eur(0) });
});

test("money that comes for an order that was paid by hand goes back", async () => {
  await using shop = await newStripeShop();
  const order = await shop.placeOrder();
  await shop.stripe.pay(order.clientSecret, "pm_card_visa_chargeDeclined");
  await hear(shop);
  // The first is still open in another window when the order is paid by hand.
  await shop.staff.markPaid.mutate({ id: order.id });
  expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid" });
  await shop.stripe.pay(order.clientSecret, "pm_card_visa");
  await hear(shop);
  await hear(shop);
  expect(shop.stripe.moneyOf("orderId").get(order.id)).toMatchObject({
    captured: order.total,
    refunded: order.total,
  });
  expect(await order.get()).toMatchObject({ status: "confirmed", owed: eur(0) });
});

test("an authorization that ends before anything was sent leaves its order owing, and staff are told", async () => {
  const { logger, lines } = newLogRecorder();
  await using shop = await newStripeShop({ paymentCapture: "manual", logger });
  const order = await shop.placeOrder();
  await shop.stripe.pay(order.clientSecret, "pm_card_visa");
  await hear(shop);
  expect(await order.get()).toMatchObject({ status: "confirmed", owed: eur(order.total) });
  shop.clock.advance(8 * 24 * 60 * minute);
  await hear(shop);
  expect(await order.row()).toMatchObject({ status: "canceled", authorizedAmount: 0 });
  expect(await order.get()).toMatchObject({ status: "confirmed", owed: eur(order.total) });
  expect(lines()).toContainEqual(expect.objectContaining({ level: "error", alert: "authorization_lapsed" }));
});

test("an authorization that comes after its order expired is let go", async () => {
  await using shop = await newStripeShop({ paymentCapture: "manual" });
  const order = await shop.placeOrder();
  shop.clock.advance(31 * minute);
  await shop.stripe.pay(order.clientSecret, "pm_card_visa");
  await shop.expirer.runDue();
  await hear(shop);
  expect(await order.get()).toMatchObject({ status: "expired", paymentStatus: "canceled" });
  expect(shop.stripe.intents()).toMatchObject([{ status: "canceled", amount_received: 0 }]);
});

describe("money that is not what its order asked for", () => {
  /** An order of 14.90 EUR, and somebody at Stripe who has its payment ask for something else before it is paid. */
  async function paidOtherwise(
    asked: { amount: number; currency?: string },
    paymentCapture: CaptureMode = "automatic",
  ) {
    const { logger, lines } = newLogRecorder();
    const shop = await newStripeShop({ paymentCapture, logger });
    const order = await shop.placeOrder();
    const { reference } = await order.row();
    await shop.stripe.client().paymentIntents.update(reference ?? "", asked);
    await shop.stripe.pay(order.clientSecret, "pm_card_visa");
    await hear(shop);
    const resolve = (decision: "accept" | "refund") =>
      shop.staff.resolvePayment.mutate({ id: order.id, paymentId: order.paymentId, decision });
    return { shop, order, resolve, lines };
  }

  test.each([
    ["amount_differs", { amount: 100 }, eur(100)],
    ["currency_differs", { amount: 1_490, currency: "usd" }, { amount: 1_490, currency: "USD" }],
  ])("does not pay it, and waits for a person: %s", async (holdReason, asked, amount) => {
    const { shop, order, lines } = await paidOtherwise(asked);
    await using _ = shop;
    const alert = { level: "error", orderId: order.id, paymentId: order.paymentId, alert: holdReason };
    expect(lines()).toContainEqual(expect.objectContaining(alert));
    expect(await order.get()).toMatchObject({
      status: "pending",
      paymentStatus: "pending",
      payments: [{ status: "captured", amount, holdReason }],
      owed: eur(order.total),
    });
    shop.clock.advance(60 * minute);
    await shop.expirer.runDue();
    const { status, timeline } = await shop.staff.get.query({ id: order.id });
    expect(status).toBe("pending");
    expect(timeline.map(({ type }) => type)).toEqual(["placed", "payment-held"]);
    await hear(shop);
    expect((await shop.staff.get.query({ id: order.id })).timeline).toHaveLength(2);
  });

  test("counts as it came where it is accepted: what is missing is still owed", async () => {
    const { shop, order, resolve } = await paidOtherwise({ amount: 100 });
    await using _ = shop;
    expect(await resolve("accept")).toMatchObject({
      status: "pending",
      paymentStatus: "partially_paid",
      payments: [{ holdReason: null }],
      owed: eur(order.total - 100),
    });
    const rest = await shop.client.payment.retry.mutate({ ...order.held, provider: "stripe" });
    await shop.stripe.pay(rest.clientSecret ?? "", "pm_card_visa");
    await hear(shop);
    expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid", owed: eur(0) });
  });

  test("counts as it came where it is accepted: what is too much goes back", async () => {
    const { shop, order, resolve } = await paidOtherwise({ amount: 2_000 });
    await using _ = shop;
    expect(await resolve("accept")).toMatchObject({ status: "confirmed" });
    await hear(shop);
    expect(shop.stripe.moneyOf("orderId").get(order.id)).toMatchObject({
      captured: 2_000,
      refunded: 2_000 - order.total,
    });
  });

  test.each([
    [{ amount: 100 }, eur(100)],
    [
      { amount: 1_490, currency: "usd" },
      { amount: 1_490, currency: "USD" },
    ],
  ])("goes back where it is not: %j", async (asked, amount) => {
    const { shop, order, resolve } = await paidOtherwise(asked);
    await using _ = shop;
    await resolve("refund");
    await hear(shop);
    expect(shop.stripe.moneyOf("orderId").get(order.id)).toMatchObject({ refunded: asked.amount });
    expect(await order.get()).toMatchObject({
      status: "pending",
      refunds: [{ status: "succeeded", amount }],
      owed: eur(order.total),
    });
    await expect(resolve("accept")).rejects.toMatchObject({ code: "INVALID_TRANSITION" });
  });

  test.each(["accept", "refund"] as const)(
    "does not confirm it where it is only authorized: %s",
    async (decision) => {
      const { shop, order, resolve } = await paidOtherwise({ amount: 2_000 }, "manual");
      await using _ = shop;
      expect(await order.get()).toMatchObject({
        status: "pending",
        payments: [{ status: "authorized", holdReason: "amount_differs" }],
      });
      await resolve(decision);
      await hear(shop);
      const isAccepted = decision === "accept";
      expect(await order.get()).toMatchObject({ status: isAccepted ? "confirmed" : "pending" });
      expect(shop.stripe.intents()).toMatchObject([{ status: isAccepted ? "requires_capture" : "canceled" }]);
    },
  );

  test("cannot be accepted in another currency", async () => {
    const { shop, order, resolve } = await paidOtherwise({ amount: 1_490, currency: "usd" });
    await using _ = shop;
    await expect(resolve("accept")).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect(await order.get()).toMatchObject({
      status: "pending",
      payments: [{ holdReason: "currency_differs" }],
    });
  });

  test("is decided on once, and only where there is something to decide", async () => {
    await using shop = await newStripeShop();
    const order = await shop.placeOrder();
    const decide = (paymentId: string) =>
      shop.staff.resolvePayment.mutate({ id: order.id, paymentId, decision: "accept" });
    await expect(decide(order.paymentId)).rejects.toMatchObject({ code: "INVALID_TRANSITION" });
    await expect(decide("pay_none")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
