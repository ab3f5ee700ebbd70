import { expect, test } from "bun:test";
import { desc, eq } from "drizzle-orm";
import { orders, outbox, payments, refunds } from "../../db/schema/index.ts";
import { newProduct } from "../../testing/products.ts";
import { deliver } from "../helpers/after-sale.ts";
import { expectAllToHold } from "../helpers/invariants.ts";
import { newLogRecorder } from "../helpers/logs.ts";
import { eur } from "../helpers/sale.ts";
import { newStripeShop } from "../helpers/stripe-shop.ts";

const minute = 60_000;
const reason = "Not wanted after all";

/** A cup of 10.00 EUR that was paid by card and came back, and another order that was paid by that, through so many exchanges. */
async function newExchanged({ exchanges = 1 } = {}) {
  const { logger, lines } = newLogRecorder();
  const shop = await newStripeShop({ logger });
  const order = await shop.placeOrder();
  await shop.stripe.pay(order.clientSecret, "pm_card_visa");
  const hear = async () => {
    shop.clock.advance(minute);
    await shop.db.update(payments).set({ checkAt: shop.clock.now() }).where(eq(payments.id, order.paymentId));
    await shop.checker.runDue();
    await shop.deliver();
  };
  await hear();
  /** Has all of an order come back, and so many cups go out instead. */
  const exchange = async (id: string, quantity = 1) => {
    const { lines } = await shop.staff.get.query({ id });
    const units = lines.map((line) => ({ lineId: line.id, quantity: line.quantity }));
    await deliver(shop, id, units);
    const [row] = await shop.db.select().from(orders).where(eq(orders.id, id));
    const held = { id, accessToken: row?.accessToken ?? "" };
    const asked = await shop.client.order.requestReturn.mutate({ ...held, lines: units, reason });
    await shop.staff.approveReturn.mutate({ id: asked.id });
    const received = units.map((unit) => ({ lineId: unit.lineId, sellable: unit.quantity }));
    await shop.staff.receiveReturn.mutate({ id: asked.id, lines: received, refundAmount: 0 });
    const wanted = [{ variantId: order.variantId, quantity }];
    return shop.staff.exchange.mutate({ returnId: asked.id, lines: wanted });
  };
  let { id } = order;
  for (let done = 0; done < exchanges; done += 1) ({ id } = await exchange(id));
  await shop.deliver();
  const given = () => shop.db.select().from(refunds).where(eq(refunds.orderId, id)).orderBy(desc(refunds.id));
  const mailed = () => shop.mails.filter((mail) => mail.id.startsWith("order.refunded."));
  const alerts = () => lines().filter(({ alert }) => alert !== undefined);
  const atStripe = () => shop.stripe.moneyOf("orderId").get(order.id)?.refunded;
  return { shop, order, id, exchange, hear, given, mailed, alerts, atStripe };
}

test.each([1, 3])("what %d exchanges paid goes back by the card that was charged", async (exchanges) => {
  const { shop, id, given, mailed, atStripe, hear } = await newExchanged({ exchanges });
  await using _ = shop;
  const [row] = await shop.db.select().from(orders).where(eq(orders.id, id));
  await shop.client.order.cancel.mutate({ id, accessToken: row?.accessToken ?? "" });
  expect(await given()).toMatchObject([{ provider: "stripe", status: "pending", amount: 1000 }]);
  expect(mailed()).toEqual([]);
  await shop.deliver();
  expect(await given()).toMatchObject([{ provider: "stripe", status: "succeeded" }]);
  expect(atStripe()).toBe(1000);
  expect(mailed()).toHaveLength(1);
  await hear(); // what the provider then tells of it is known
  expect(await shop.db.select().from(refunds)).toHaveLength(exchanges + 1);
  expect(await shop.staff.get.query({ id })).toMatchObject({ status: "canceled", paymentStatus: "refunded" });
});

test("what is edited away of it goes back there at once", async () => {
  const { shop, id, atStripe } = await newExchanged();
  await using _ = shop;
  const { version, lines } = await shop.staff.get.query({ id });
  const set = [{ lineId: lines[0]?.id ?? "", quantity: 0 }];
  const { variantId } = await newProduct(shop.db, { amount: 400 });
  await shop.staff.edit.mutate({ id, version, set, add: [{ variantId, quantity: 1 }] });
  await shop.deliver();
  expect(atStripe()).toBe(600);
});

test("what staff give back of it in parts goes back there as well", async () => {
  const { shop, id, given, atStripe } = await newExchanged();
  await using _ = shop;
  await shop.staff.refund.mutate({ id, amount: eur(300), reason });
  await shop.deliver();
  expect(atStripe()).toBe(300);
  await shop.staff.refund.mutate({ id, amount: eur(200), isByHand: true, reason });
  await shop.staff.refund.mutate({ id, all: true, reason });
  await shop.deliver();
  expect(atStripe()).toBe(800);
  expect(await given()).toMatchObject([
    { provider: "stripe", status: "succeeded", amount: 500 },
    { provider: "manual", status: "succeeded", amount: 200 },
    { provider: "stripe", status: "succeeded", amount: 300 },
  ]);
});

test("it is given by a check where its event was given up, and once where the answer was lost", async () => {
  const { shop, id, given, atStripe } = await newExchanged();
  await using _ = shop;
  await shop.staff.refund.mutate({ id, all: true, reason });
  await shop.db.delete(outbox);
  shop.stripe.faults.next("error_after", { on: /refunds/, times: 3 });
  for (let past = 0; past < 2; past += 1) {
    shop.clock.advance(minute);
    await shop.checker.runDue();
  }
  expect(await given()).toMatchObject([{ status: "succeeded" }]);
  expect(atStripe()).toBe(1000);
});

test("one that comes back days later is told to staff, of the order that it was of, and can be given by hand", async () => {
  const { shop, id, order, given, alerts, hear } = await newExchanged();
  await using _ = shop;
  await shop.staff.refund.mutate({ id, all: true, reason });
  await shop.deliver();
  const [refund] = await given();
  shop.stripe.failRefund(refund?.reference ?? "", "expired_or_canceled_card");
  await hear();
  expect(await given()).toMatchObject([{ status: "failed" }]);
  expect(alerts()).toMatchObject([{ alert: "refund_failed", orderId: id }]);
  expect(await shop.staff.get.query({ id })).toMatchObject({ paymentStatus: "paid", owed: eur(0) });
  await expectAllToHold(shop.db);
  await shop.staff.refund.mutate({ id, amount: eur(1000), isByHand: true, reason });
  expect((await shop.staff.get.query({ id })).paymentStatus).toBe("refunded");
  expect(await order.get()).toMatchObject({ owed: eur(0) });
});

test("what two payments paid for goes back to each what came of it", async () => {
  const { shop, id, order, exchange, atStripe } = await newExchanged();
  await using _ = shop;
  const { version } = await shop.staff.get.query({ id });
  await shop.staff.edit.mutate({ id, version, add: [{ variantId: order.variantId, quantity: 1 }] });
  await shop.staff.markPaid.mutate({ id });
  const replacement = await exchange(id, 2);
  expect(replacement.payments).toMatchObject([
    { method: "exchange", provider: "stripe", amount: eur(1000) },
    { method: "exchange", provider: "manual", amount: eur(1000) },
  ]);
  await shop.staff.cancel.mutate({ id: replacement.id });
  await shop.deliver();
  expect(atStripe()).toBe(1000);
  const given = await shop.db.select().from(refunds).where(eq(refunds.orderId, replacement.id));
  expect(given.map(({ provider, status }) => `${provider} ${status}`).toSorted()).toEqual([
    "manual succeeded",
    "stripe succeeded",
  ]);
});
