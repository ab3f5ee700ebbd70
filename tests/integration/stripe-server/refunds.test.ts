import { describe, expect, test } from "bun:test";
import type { TestCardName } from "../../helpers/stripe/cards.ts";
import { type StripeServer, startStripe } from "../../helpers/stripe-server.ts";
import { startInbox } from "../../helpers/webhook-inbox.ts";

async function paidWith(server: StripeServer, card: TestCardName, amount = 1000): Promise<string> {
  const { id, client_secret } = await server
    .client()
    .paymentIntents.create({ amount, currency: "eur", metadata: { order_id: "order_1" } });
  await server.pay(client_secret ?? "", card);
  return id;
}

describe("a refund", () => {
  test("gives back in parts, up to what was paid and no further", async () => {
    await using inbox = startInbox();
    await using server = await startStripe({ webhooks: [inbox.endpoint] });
    const { refunds } = server.client();
    const intent = await paidWith(server, "pm_card_visa");

    const first = await refunds.create({
      payment_intent: intent,
      amount: 300,
      reason: "requested_by_customer",
      metadata: { refund_id: "refund_1" },
      expand: ["charge.balance_transaction", "balance_transaction", "payment_intent"],
    });
    expect(first).toMatchObject({
      status: "succeeded",
      amount: 300,
      metadata: { refund_id: "refund_1" },
      balance_transaction: { amount: -300, fee: 0, net: -300, type: "refund" },
      charge: { amount_refunded: 300, refunded: false },
      payment_intent: { id: intent, status: "succeeded", amount_received: 1000 },
    });

    const tooMuch = refunds.create({ payment_intent: intent, amount: 701 });
    await expect(tooMuch).rejects.toMatchObject({ statusCode: 400, param: "amount" });
    await refunds.create({ payment_intent: intent });
    const late = refunds.create({ payment_intent: intent, amount: 1 });
    await expect(late).rejects.toMatchObject({ code: "charge_already_refunded" });

    const listed = await refunds.list({ payment_intent: intent });
    expect(listed.data.map(({ amount }) => amount)).toEqual([700, 300]);
    expect(server.charges()).toMatchObject([{ amount_refunded: 1000, refunded: true }]);
    expect(server.moneyOf("order_id").get("order_1")).toMatchObject({ captured: 1000, refunded: 1000 });
    await server.webhooksDelivered();
    expect(inbox.types().filter((type) => type === "charge.refunded")).toHaveLength(2);
    expect(inbox.types().filter((type) => type === "refund.created")).toHaveLength(2);
  });

  test("that is pending arrives later", async () => {
    await using server = await startStripe();
    const intent = await paidWith(server, "pm_card_pendingRefund");
    const refund = await server.client().refunds.create({ payment_intent: intent });
    expect(refund).toMatchObject({ status: "pending", pending_reason: "processing" });
    const noted = await server.client().refunds.update(refund.id, { metadata: { note: "goodwill" } });
    expect(noted.metadata).toEqual({ note: "goodwill" });
    expect(server.completeRefund(refund.id).status).toBe("succeeded");
    expect(server.events().map(({ type }) => type)).toContain("refund.updated");
  });

  test("that had succeeded fails later, and its money is on the balance again", async () => {
    await using server = await startStripe();
    const stripe = server.client();
    const intent = await paidWith(server, "pm_card_visa");
    const { id } = await stripe.refunds.create({ payment_intent: intent, amount: 400 });
    server.failRefund(id, "lost_or_stolen_card");
    const failed = await stripe.refunds.retrieve(id, { expand: ["failure_balance_transaction"] });
    expect(failed).toMatchObject({
      status: "failed",
      failure_reason: "lost_or_stolen_card",
      failure_balance_transaction: { amount: 400, type: "refund_failure" },
    });
    expect(server.charges()).toMatchObject([{ amount_refunded: 0, refunded: false }]);
    const told = server.events().map(({ type }) => type);
    expect(told.slice(-3)).toEqual(["refund.updated", "charge.refund.updated", "refund.failed"]);
  });

  test("needs something that was paid", async () => {
    await using server = await startStripe();
    const stripe = server.client();
    const unpaid = await stripe.paymentIntents.create({ amount: 1000, currency: "eur" });
    const refused = stripe.refunds.create({ payment_intent: unpaid.id });
    await expect(refused).rejects.toMatchObject({ type: "StripeInvalidRequestError" });
    const unknown = stripe.refunds.create({ payment_intent: "pi_unknown" });
    await expect(unknown).rejects.toMatchObject({ statusCode: 404, code: "resource_missing" });
    expect(server.refunds()).toEqual([]);
  });

  test("of a debit is refused until that has come, and so is a dispute", async () => {
    await using server = await startStripe();
    const intent = await paidWith(server, "pm_success_de");
    const [{ id: charge } = { id: "" }] = server.charges();
    const early = server.client().refunds.create({ charge, amount: 1 });
    await expect(early).rejects.toMatchObject({ code: "charge_not_refundable" });
    expect(() => server.openDispute(intent)).toThrow("cannot be disputed");
    server.settle(intent, "succeed");
    expect(await server.client().refunds.create({ charge, amount: 1 })).toMatchObject({ amount: 1 });
    expect(server.openDispute(intent)).toMatchObject({ amount: 999 });
  });
});
