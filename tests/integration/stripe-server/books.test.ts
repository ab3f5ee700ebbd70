import { expect, test } from "bun:test";
import type { Stripe } from "stripe";
import { pick, seededRandom } from "../../../bench/random.ts";
import { sumOf } from "../../../server/core/exact.ts";
import type { TestCardName } from "../../helpers/stripe/cards.ts";
import { type StripeServer, startStripe } from "../../helpers/stripe-server.ts";
import { startInbox } from "../../helpers/webhook-inbox.ts";

const cards: TestCardName[] = [
  "pm_card_visa",
  "pm_card_pendingRefund",
  "pm_card_visa_chargeDeclined",
  "pm_card_authenticationRequired",
  "pm_success_de",
];

/** Enough for money to be captured, refunded and disputed in the end, in whatever order what they do comes to be answered. */
const orders = 60;

/** Whatever a shop, a shopper and their bank may do with one order, in any order; what is refused is refused. */
async function live(server: StripeServer, order: string, random: () => number): Promise<void> {
  const { paymentIntents, refunds } = server.client({ maxNetworkRetries: 10 });
  const amount = 100 + Math.floor(random() * 5000);
  const intent = await paymentIntents.create({
    amount,
    currency: "eur",
    capture_method: pick(["automatic", "automatic_async", "manual"], random),
    metadata: { order },
  });
  const { id, client_secret } = intent;
  const part = () => 1 + Math.floor(random() * amount);
  const deeds: (() => unknown)[] = [
    () => server.pay(client_secret ?? "", pick(cards, random)),
    () => server.pay(client_secret ?? "", pick(cards, random)),
    () => server.authenticate(id, pick(["succeed", "fail"], random)),
    () => server.settle(id, pick(["succeed", "fail"], random)),
    () => paymentIntents.capture(id, { amount_to_capture: part() }),
    () => refunds.create({ payment_intent: id, amount: part() }),
    () => refunds.create({ payment_intent: id }),
    () => server.failRefund(ownRefund(server, id)),
    () => server.completeRefund(ownRefund(server, id)),
    () => server.openDispute(id),
    () => server.closeDispute(ownDispute(server, id), pick(["won", "lost"], random)),
  ];
  for (let count = 0; count < 12; count++) {
    const deed = pick(deeds, random);
    await Promise.try(deed).catch(() => {});
  }
}

const ownRefund = (server: StripeServer, intent: string) =>
  server.refunds().find((each) => each.payment_intent === intent)?.id ?? "";
const ownDispute = (server: StripeServer, intent: string) =>
  server.disputes().find((each) => each.payment_intent === intent)?.id ?? "";

function balanceOf(server: StripeServer, ...types: Stripe.BalanceTransaction["type"][]): number {
  return sumOf(
    server
      .balanceTransactions()
      .filter(({ type }) => types.includes(type))
      .map(({ amount }) => amount),
  );
}

test("the books balance and every webhook arrives, whatever is done and whatever goes wrong", async () => {
  await using inbox = startInbox();
  await using server = await startStripe({ webhooks: [inbox.endpoint] });
  server.faults.longestLatency = 2;
  server.webhooks.longestDelay = 2;
  server.faults.atRandom(1, { latency: 0.1, error_before: 0.1, reset_before: 0.1, reset_after: 0.1 });
  server.webhooks.atRandom(2, { duplicate: 0.2, delay: 0.3 });
  const random = seededRandom(3);
  await Promise.all(
    Array.from({ length: orders }, (_, index) =>
      live(server, `order ${index}`, seededRandom(random() * 2 ** 32)),
    ),
  );
  await server.webhooksDelivered();

  const money = [...server.moneyOf("order").values()];
  const total = (name: "captured" | "refunded" | "disputed") => sumOf(money.map((each) => each[name]));
  expect(total("captured")).toBe(balanceOf(server, "charge", "payment"));
  expect(total("refunded")).toBe(-balanceOf(server, "refund", "payment_refund", "refund_failure"));
  expect(total("disputed")).toBe(-balanceOf(server, "adjustment"));
  expect(Math.min(total("captured"), total("refunded"), total("disputed"))).toBeGreaterThan(0);
  expect(money.filter(({ captured, refunded }) => refunded > captured)).toEqual([]);
  expect(new Set(server.intents().map(({ metadata }) => metadata["order"])).size).toBe(
    server.intents().length,
  );
  expect(new Set(inbox.events.map(({ id }) => id))).toEqual(new Set(server.events().map(({ id }) => id)));
});
