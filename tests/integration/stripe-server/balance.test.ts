import { describe, expect, test } from "bun:test";
import { newClock } from "../../helpers/clock.ts";
import { type StripeServer, startStripe } from "../../helpers/stripe-server.ts";
import { startInbox } from "../../helpers/webhook-inbox.ts";

const day = 24 * 60 * 60 * 1000;

async function paid(server: StripeServer, amount: number): Promise<string> {
  const { id, client_secret } = await server
    .client()
    .paymentIntents.create({ amount, currency: "eur", metadata: { order_id: "order_1" } });
  await server.pay(client_secret ?? "", "pm_card_visa");
  return id;
}

describe("a dispute", () => {
  test.each([
    ["won", ["charge.dispute.closed", "charge.dispute.funds_reinstated"], 0],
    ["lost", ["charge.dispute.closed"], 1000],
  ] as const)("takes the money and a fee at once, and is %s in the end", async (end, told, disputed) => {
    await using inbox = startInbox();
    await using server = await startStripe({ webhooks: [inbox.endpoint] });
    const stripe = server.client();
    const intent = await paid(server, 1000);
    const { id } = server.openDispute(intent);
    const { data } = await stripe.disputes.list({ payment_intent: intent, expand: ["data.charge"] });
    expect(data).toMatchObject([
      {
        id,
        status: "needs_response",
        charge: { disputed: true },
        balance_transactions: [{ amount: -1000, fee: 1500, net: -2500, reporting_category: "dispute" }],
      },
    ]);
    const refused = stripe.refunds.create({ payment_intent: intent });
    await expect(refused).rejects.toMatchObject({ code: "charge_disputed" });

    const evidence = { uncategorized_text: "It was delivered" };
    expect((await stripe.disputes.update(id, { evidence, submit: true })).status).toBe("under_review");
    server.closeDispute(id, end);
    expect((await stripe.disputes.retrieve(id)).status).toBe(end);
    expect(server.moneyOf("order_id").get("order_1")).toMatchObject({ captured: 1000, disputed });
    const late = stripe.refunds.create({ payment_intent: intent, amount: 100 }).catch(({ code }) => code);
    expect(await late).toEqual(end === "won" ? expect.objectContaining({ amount: 100 }) : "charge_disputed");
    await server.webhooksDelivered();
    const sent = server
      .events()
      .map(({ type }) => type)
      .filter((type) => type.startsWith("charge.dispute"));
    expect(sent).toEqual([
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "charge.dispute.updated",
      ...told,
    ]);
    expect(inbox.types().toSorted()).toEqual(
      server
        .events()
        .map(({ type }) => type)
        .toSorted(),
    );
  });
});

test("a dispute is given up by the shop", async () => {
  await using server = await startStripe();
  const stripe = server.client();
  const { id } = server.openDispute(await paid(server, 1000), 400);
  expect(await stripe.disputes.close(id)).toMatchObject({ status: "lost", amount: 400 });
  await expect(stripe.disputes.close(id)).rejects.toMatchObject({ statusCode: 400 });
});

describe("the balance", () => {
  test("is paid out as the sum of what is available, each movement once", async () => {
    const clock = newClock();
    await using server = await startStripe({ clock });
    const stripe = server.client();
    const first = await paid(server, 1000);
    await paid(server, 2550);
    const refund = await stripe.refunds.create({ payment_intent: first, amount: 100 });
    expect(() => server.payOut("eur")).toThrow("nothing to pay out");
    clock.advance(2 * day);
    await paid(server, 500);

    // 2.9 % and 30 cents of each: 59 and 104.
    const payout = server.payOut("eur");
    expect(payout).toMatchObject({ amount: 1000 - 59 + 2550 - 104 - 100, status: "paid" });
    const { data } = await stripe.balanceTransactions.list({ payout: payout.id });
    expect(data.map(({ type, amount }) => [type, amount])).toEqual([
      ["payout", -3287],
      ["refund", -100],
      ["charge", 2550],
      ["charge", 1000],
    ]);
    expect(data.reduce((sum, { net }) => sum + net, 0)).toBe(0);
    expect(data[1]?.source).toBe(refund.id);
    const listed = await stripe.payouts.list({ expand: ["data.balance_transaction"] });
    expect(listed.data).toMatchObject([{ id: payout.id, balance_transaction: { net: -3287 } }]);

    clock.advance(2 * day);
    expect(server.payOut("eur").amount).toBe(500 - 45);
    expect(server.events().filter(({ type }) => type === "payout.paid")).toHaveLength(2);
  });
});
