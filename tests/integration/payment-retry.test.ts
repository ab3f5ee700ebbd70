import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { orders, payments } from "../../db/schema/index.ts";
import { brokenInvariants } from "../helpers/invariants.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { eur } from "../helpers/sale.ts";
import { newStripeShop } from "../helpers/stripe-shop.ts";

const minute = 60_000;

type StripeShop = Awaited<ReturnType<typeof newStripeShop>>;

/** An order whose card was declined, and how to try again. */
async function declined(shop: StripeShop) {
  const order = await shop.placeOrder({ quantity: 2 });
  await shop.stripe.pay(order.clientSecret, "pm_card_visa_chargeDeclined");
  await hear(shop);
  expect(await order.row()).toMatchObject({ status: "failed" });
  const retry = (choice: { provider: "stripe" | "manual"; method?: "bank_transfer" | "test_card" }) =>
    shop.client.payment.retry.mutate({ ...order.held, ...choice });
  const attempts = () =>
    shop.db.select().from(payments).where(eq(payments.orderId, order.id)).orderBy(payments.id);
  return { order, retry, attempts };
}

async function hear({ clock, checker }: StripeShop): Promise<void> {
  clock.advance(minute);
  await checker.runDue();
}

describe("an order whose payment was declined", () => {
  test("keeps its units, and is paid by another attempt", async () => {
    await using shop = await newStripeShop();
    const { order, retry, attempts } = await declined(shop);
    const again = await retry({ provider: "stripe" });
    expect(again).toMatchObject({ status: "pending", amount: eur(2490) });
    expect(again.clientSecret).not.toBe(order.clientSecret);
    expect(await order.get()).toMatchObject({ status: "pending", payments: [{ id: again.id }, {}] });
    await shop.stripe.pay(again.clientSecret ?? "", "pm_card_visa");
    await hear(shop);
    expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid", owed: eur(0) });
    expect(await attempts()).toMatchObject([
      { id: order.paymentId, status: "canceled", capturedAmount: 0 },
      { id: again.id, status: "captured", capturedAmount: 2490 },
    ]);
    expect(shop.stripe.intents().map(({ status }) => status)).toEqual(["canceled", "succeeded"]);
    expect(await brokenInvariants(shop.db)).toEqual([]);
  });

  test("is gone on with where it is asked for twice", async () => {
    await using shop = await newStripeShop();
    const { retry } = await declined(shop);
    const first = await retry({ provider: "stripe" });
    expect(await retry({ provider: "stripe" })).toEqual(first);
    expect(shop.stripe.intents()).toHaveLength(2);
  });

  test("can be paid by transfer instead, which its buyer is told of, and has the time of one", async () => {
    await using shop = await newStripeShop();
    const { order, retry } = await declined(shop);
    const transfer = await retry({ provider: "manual", method: "bank_transfer" });
    expect(transfer).toMatchObject({ method: "bank_transfer", clientSecret: null, redirectUrl: null });
    const { placedAt, expiresAt, number } = await order.get();
    expect(expiresAt?.getTime()).toBe(placedAt.getTime() + 7 * 24 * 60 * minute);
    await shop.deliver();
    expect(shop.mails.map(({ id }) => id)).toEqual([`order.placed.${order.id}`]);
    expect(shop.mails[0]?.text).toContain(`give ${number} as the reference`);
    await shop.staff.markPaid.mutate({ id: order.id });
    expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid" });
    expect(await brokenInvariants(shop.db)).toEqual([]);
  });

  test("can be paid at once where that is on offer", async () => {
    await using shop = await newStripeShop();
    const { order, retry } = await declined(shop);
    expect(await retry({ provider: "manual", method: "test_card" })).toMatchObject({ status: "captured" });
    expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid" });
    expect(await order.events()).toEqual(["placed", "payment-failed", "payment-received", "confirmed"]);
  });

  test("is not held any longer, however often it is tried", async () => {
    await using shop = await newStripeShop();
    const { order, retry } = await declined(shop);
    const { expiresAt } = await order.get();
    shop.clock.advance(20 * minute);
    await retry({ provider: "stripe" });
    expect((await order.get()).expiresAt).toEqual(expiresAt);
    shop.clock.advance(10 * minute);
    await shop.expirer.runDue();
    await shop.checker.runDue();
    expect(await order.get()).toMatchObject({ status: "expired" });
    expect(shop.stripe.intents().map(({ status }) => status)).toEqual(["canceled", "canceled"]);
    expect(await refusalOf(retry({ provider: "stripe" }))).toEqual({
      code: "INVALID_TRANSITION",
      data: { from: "expired", to: "pending" },
    });
  });
});

describe("an attempt that another takes the place of", () => {
  test("and is found to be paid is taken in: its order is paid once", async () => {
    await using shop = await newStripeShop();
    const { order, retry, attempts } = await declined(shop);
    await shop.stripe.pay(order.clientSecret, "pm_card_visa"); // in the other window, a moment before
    expect(await retry({ provider: "stripe" })).toMatchObject({ id: order.paymentId, status: "captured" });
    expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid" });
    expect(await attempts()).toHaveLength(1);
    expect(await refusalOf(retry({ provider: "stripe" }))).toMatchObject({
      code: "INVALID_TRANSITION",
      data: { from: "paid" },
    });
  });

  test("and whose money is on its way is waited for", async () => {
    await using shop = await newStripeShop();
    const { order, retry } = await declined(shop);
    await shop.stripe.pay(order.clientSecret, "pm_success_de");
    expect(await retry({ provider: "manual", method: "bank_transfer" })).toMatchObject({
      id: order.paymentId,
      status: "processing",
    });
  });

  test("stays as it is where its provider cannot be told", async () => {
    await using shop = await newStripeShop();
    const { order, retry, attempts } = await declined(shop);
    shop.stripe.faults.next("error_before", { times: 3 });
    expect(await refusalOf(retry({ provider: "stripe" }))).toMatchObject({ code: "PAYMENT_UNAVAILABLE" });
    expect(await attempts()).toMatchObject([{ id: order.paymentId, status: "failed" }]);
  });
});

test("an attempt that could not be begun is not the last: the next has a key of its own", async () => {
  await using shop = await newStripeShop();
  const { order, retry, attempts } = await declined(shop);
  shop.stripe.faults.next("error_after", { on: /^POST \/v1\/payment_intents$/ }); // is answered so for a day
  expect(await refusalOf(retry({ provider: "stripe" }))).toMatchObject({ code: "PAYMENT_UNAVAILABLE" });
  expect(await order.get()).toMatchObject({ status: "pending" });
  const again = await retry({ provider: "stripe" });
  await shop.stripe.pay(again.clientSecret ?? "", "pm_card_visa");
  await hear(shop);
  expect(await order.get()).toMatchObject({ status: "confirmed" });
  expect(await attempts()).toMatchObject([
    { status: "canceled" },
    { status: "canceled" },
    { status: "captured" },
  ]);
});

test("an order whose sum changes is asked for the new one, and the old one can no longer be paid", async () => {
  await using shop = await newStripeShop();
  const order = await shop.placeOrder({ quantity: 2 });
  const [line] = (await order.get()).lines;
  const { version } = await shop.staff.get.query({ id: order.id });
  await shop.staff.edit.mutate({
    id: order.id,
    version,
    set: [{ lineId: line?.id ?? "", quantity: 1 }],
    add: [],
  });
  const payment = await shop.client.payment.get.query(order.held);
  expect(payment).toMatchObject({ status: "pending", amount: eur(1490) });
  expect(payment.clientSecret).not.toBe(order.clientSecret);
  await shop.checker.runDue();
  expect(shop.stripe.intents()).toMatchObject([
    { amount: 2490, status: "canceled" },
    { amount: 1490, status: "requires_payment_method" },
  ]);
  await shop.stripe.pay(payment.clientSecret ?? "", "pm_card_visa");
  await hear(shop);
  expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid", owed: eur(0) });
  expect(await brokenInvariants(shop.db)).toEqual([]);
});

test("an order that is canceled can no longer be paid", async () => {
  await using shop = await newStripeShop();
  const order = await shop.placeOrder();
  await shop.client.order.cancel.mutate(order.held);
  await shop.checker.runDue();
  expect(shop.stripe.intents()).toMatchObject([{ status: "canceled" }]);
  expect(await shop.client.payment.get.query(order.held)).toMatchObject({
    status: "canceled",
    clientSecret: null,
  });
  const [row] = await shop.db.select().from(orders);
  expect(row).toMatchObject({ status: "canceled", cartId: expect.any(String) });
});
