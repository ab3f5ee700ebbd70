import { describe, expect, test } from "bun:test";
import { disputes, moneyMovements, payments } from "../../db/schema/index.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { eur } from "../helpers/sale.ts";
import { newStripeShop } from "../helpers/stripe-shop.ts";

const minute = 60_000;

/** A paid order whose buyer has asked their bank for the money back. */
async function newDisputed() {
  const shop = await newStripeShop();
  const order = await shop.placeOrder();
  const hear = async () => {
    shop.clock.advance(minute);
    await shop.db.update(payments).set({ checkAt: shop.clock.now() });
    await shop.checker.runDue();
    await shop.deliver();
  };
  await shop.stripe.pay(order.clientSecret, "pm_card_visa");
  await hear();
  const { id: disputeId } = shop.stripe.openDispute((await order.row()).reference ?? "");
  await hear();
  const kinds = async () => (await shop.db.select().from(moneyMovements)).map(({ kind }) => kind);
  const types = async () => (await shop.staff.get.query({ id: order.id })).timeline.map(({ type }) => type);
  return { shop, order, disputeId, hear, kinds, types };
}

describe("a dispute", () => {
  test("holds its money back: it is neither owed again nor can it be given back", async () => {
    const { shop, order, types } = await newDisputed();
    await using _ = shop;
    expect(await order.row()).toMatchObject({ disputedAmount: order.total, refundedAmount: 0 });
    expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid", owed: eur(0) });
    expect(await types()).toContain("dispute-opened");
    expect(await order.events()).not.toContain("dispute-opened");
    const refund = { id: order.id, amount: eur(1), reason: "Sorry" };
    expect(await refusalOf(shop.staff.refund.mutate(refund))).toMatchObject({
      code: "REFUND_EXCEEDS_CAPTURED",
      data: { refundable: eur(0) },
    });
  });

  test("that is won gives the money to the shop again", async () => {
    const { shop, order, disputeId, hear, kinds, types } = await newDisputed();
    await using _ = shop;
    shop.stripe.closeDispute(disputeId, "won");
    await hear();
    await hear();
    expect(await order.row()).toMatchObject({ disputedAmount: 0, refundedAmount: 0 });
    expect(await shop.db.select().from(disputes)).toMatchObject([{ status: "won", reference: disputeId }]);
    expect(await kinds()).toContain("dispute_won");
    expect((await types()).at(-1)).toBe("dispute-won");
  });

  test("that is lost has given the money back, and it is asked for no more", async () => {
    const { shop, order, disputeId, hear, kinds, types } = await newDisputed();
    await using _ = shop;
    shop.stripe.closeDispute(disputeId, "lost");
    await hear();
    await hear();
    expect(await order.row()).toMatchObject({ disputedAmount: 0, refundedAmount: order.total });
    expect(await order.get()).toMatchObject({ paymentStatus: "refunded", owed: eur(0) });
    expect((await kinds()).filter((kind) => kind.startsWith("dispute"))).toEqual([
      "disputed",
      "dispute_lost",
    ]);
    expect((await types()).filter((type) => type === "dispute-lost")).toHaveLength(1);
  });

  test("of an order that was canceled meanwhile is settled when it is decided: what is won goes back", async () => {
    const { shop, order, disputeId, hear } = await newDisputed();
    await using _ = shop;
    await shop.staff.cancel.mutate({ id: order.id });
    expect(await order.get()).toMatchObject({ status: "canceled", refunds: [] });
    shop.stripe.closeDispute(disputeId, "won");
    await hear();
    await hear();
    expect(await order.get()).toMatchObject({
      paymentStatus: "refunded",
      refunds: [{ status: "succeeded" }],
    });
    expect(shop.stripe.moneyOf("orderId").get(order.id)).toMatchObject({
      refunded: order.total,
      disputed: 0,
    });
  });

  test("that is lost after its order was canceled takes what would have gone back", async () => {
    const { shop, order, disputeId, hear } = await newDisputed();
    await using _ = shop;
    await shop.staff.cancel.mutate({ id: order.id });
    shop.stripe.closeDispute(disputeId, "lost");
    await hear();
    expect(await order.get()).toMatchObject({ paymentStatus: "refunded", refunds: [], owed: eur(0) });
  });
});

/** An order that was canceled while its money came, of which nothing is heard until its buyer's bank asks it back. */
async function newDisputedAtOnce() {
  const shop = await newStripeShop();
  const order = await shop.placeOrder();
  await shop.stripe.pay(order.clientSecret, "pm_card_visa");
  await shop.client.order.cancel.mutate(order.held);
  const { id: disputeId } = shop.stripe.openDispute(shop.stripe.intents()[0]?.id ?? "");
  const hear = async () => {
    shop.clock.advance(minute);
    await shop.checker.runDue();
    await shop.deliver();
  };
  return { shop, order, disputeId, hear };
}

describe("money that is first heard of when it is disputed, of an order that has ended,", () => {
  test("is not tried to be given back, which the provider would refuse", async () => {
    const { shop, order, hear } = await newDisputedAtOnce();
    await using _ = shop;
    await hear();
    expect(await order.row()).toMatchObject({ status: "captured", disputedAmount: order.total });
    expect(await order.get()).toMatchObject({ status: "canceled", refunds: [] });
  });

  test("goes back once where the dispute is won by then", async () => {
    const { shop, order, disputeId, hear } = await newDisputedAtOnce();
    await using _ = shop;
    shop.stripe.closeDispute(disputeId, "won");
    await hear();
    await hear();
    expect(await order.get()).toMatchObject({ status: "canceled", refunds: [{ status: "succeeded" }] });
    expect(shop.stripe.moneyOf("orderId").get(order.id)).toMatchObject({
      refunded: order.total,
      disputed: 0,
    });
  });

  test("went back where it is lost by then", async () => {
    const { shop, order, disputeId, hear } = await newDisputedAtOnce();
    await using _ = shop;
    shop.stripe.closeDispute(disputeId, "lost");
    await hear();
    expect(await order.row()).toMatchObject({ disputedAmount: 0, refundedAmount: order.total });
    expect(await order.get()).toMatchObject({ paymentStatus: "refunded", refunds: [], owed: eur(0) });
  });
});

test("disputes are listed, those of a status too", async () => {
  const { shop, order, disputeId } = await newDisputed();
  await using _ = shop;
  const { items } = await shop.staffClient.admin.payments.disputes.query({ status: "open" });
  expect(items).toMatchObject([
    {
      orderId: order.id,
      reference: disputeId,
      status: "open",
      amount: eur(order.total),
      reason: "fraudulent",
    },
  ]);
  expect((await shop.staffClient.admin.payments.disputes.query({ status: "lost" })).items).toEqual([]);
});
