import { describe, expect, test } from "bun:test";
import Stripe from "stripe";
import { ProviderRefused } from "../../server/core/payment-port.ts";
import { createStripeGateway } from "../../server/infra/stripe/gateway.ts";

const now = new Date("2026-03-01T12:00:00Z");
const secret = "whsec_now";
const gateway = createStripeGateway({ secretKey: "sk_test_1", webhookSecrets: [secret, "whsec_before"] });

const { webhooks } = new Stripe("sk_test_1");
const cryptoProvider = Stripe.createSubtleCryptoProvider();

/** A webhook of Stripe's, as signed with a secret at a time. */
async function signed(event: object, options: { secret?: string; sentAt?: Date } = {}) {
  const body = JSON.stringify(event);
  const timestamp = Math.floor((options.sentAt ?? now).getTime() / 1000);
  const signature = await webhooks.generateTestHeaderStringAsync({
    payload: body,
    secret: options.secret ?? secret,
    timestamp,
    cryptoProvider,
  });
  return { body, headers: new Headers({ "stripe-signature": signature }) };
}

const eventOf = (type: string, object: object) => ({ id: "evt_1", object: "event", type, data: { object } });

const paid = eventOf("payment_intent.succeeded", {
  object: "payment_intent",
  id: "pi_1",
  metadata: { attemptId: "pay_1" },
});

describe("a notice of Stripe's", () => {
  test.each([
    ["an intent", paid, "pi_1", "pay_1"],
    [
      "a session that has no intent yet",
      eventOf("checkout.session.expired", {
        object: "checkout.session",
        id: "cs_1",
        payment_intent: null,
        metadata: { attemptId: "pay_1" },
      }),
      "cs_1",
      "pay_1",
    ],
    [
      "a paid session",
      eventOf("checkout.session.completed", {
        object: "checkout.session",
        id: "cs_1",
        payment_intent: "pi_1",
      }),
      "pi_1",
      null,
    ],
    [
      "a refund",
      eventOf("refund.failed", { object: "refund", id: "re_1", payment_intent: "pi_1", metadata: {} }),
      "pi_1",
      null,
    ],
    [
      "a dispute",
      eventOf("charge.dispute.created", { object: "dispute", id: "dp_1", payment_intent: { id: "pi_1" } }),
      "pi_1",
      null,
    ],
    ["a customer", eventOf("customer.created", { object: "customer", id: "cus_1" }), null, null],
    ["something unheard of", eventOf("charge.refunded", { shape: "strange" }), null, null],
  ])("of %s says what it is about", async (_, event, reference, attemptId) => {
    const { body, headers } = await signed(event);
    expect(await gateway.readNotice(body, headers, now)).toEqual({
      id: "evt_1",
      type: event.type,
      reference,
      attemptId,
    });
  });

  test("is good with the secret that is being replaced, too", async () => {
    const { body, headers } = await signed(paid, { secret: "whsec_before" });
    expect(await gateway.readNotice(body, headers, now)).toMatchObject({ reference: "pi_1" });
  });

  test("is good for five minutes", async () => {
    const { body, headers } = await signed(paid, { sentAt: new Date(now.getTime() - 299_000) });
    expect(await gateway.readNotice(body, headers, now)).toMatchObject({ reference: "pi_1" });
  });

  test.each<[string, () => ReturnType<typeof signed>]>([
    ["somebody else's secret", () => signed(paid, { secret: "whsec_other" })],
    ["an old signature", () => signed(paid, { sentAt: new Date(now.getTime() - 302_000) })],
    [
      "another body",
      async () => ({ ...(await signed(paid)), body: JSON.stringify({ ...paid, id: "evt_2" }) }),
    ],
    ["no signature", async () => ({ ...(await signed(paid)), headers: new Headers() })],
    [
      "a signature that is none",
      async () => ({ ...(await signed(paid)), headers: new Headers({ "stripe-signature": "t=1,v1=" }) }),
    ],
    ["no body", async () => ({ ...(await signed(paid)), body: "" })],
  ])("with %s is refused", async (_, send) => {
    const { body, headers } = await send();
    await expect(gateway.readNotice(body, headers, now)).rejects.toBeInstanceOf(ProviderRefused);
  });
});
