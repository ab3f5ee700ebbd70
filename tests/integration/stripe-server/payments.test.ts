import { describe, expect, test } from "bun:test";
import { Stripe } from "stripe";
import { newClock } from "../../helpers/clock.ts";
import { startStripe } from "../../helpers/stripe-server.ts";
import { startInbox } from "../../helpers/webhook-inbox.ts";

const order = { amount: 2599, currency: "eur", metadata: { order_id: "order_1" } };

describe("a payment", () => {
  test("is made by the shop, confirmed by the shopper and captured at once", async () => {
    await using inbox = startInbox();
    await using server = await startStripe({ webhooks: [inbox.endpoint] });
    const stripe = server.client();
    const intent = await stripe.paymentIntents.create({ ...order, receipt_email: "ada@example.com" });
    expect(intent).toMatchObject({
      status: "requires_payment_method",
      amount: 2599,
      amount_received: 0,
      latest_charge: null,
      metadata: { order_id: "order_1" },
      payment_method_types: ["card", "sepa_debit"],
    });

    const seen = await (await server.pay(intent.client_secret ?? "", "pm_card_visa")).json();
    expect(seen).toMatchObject({ id: intent.id, status: "succeeded" });
    expect(seen).not.toHaveProperty("metadata");

    const expand = ["latest_charge.balance_transaction", "latest_charge.refunds", "payment_method"];
    const paid = await stripe.paymentIntents.retrieve(intent.id, { expand });
    expect(paid).toMatchObject({
      status: "succeeded",
      amount_received: 2599,
      payment_method: { card: { brand: "visa", last4: "4242" } },
      latest_charge: {
        amount_captured: 2599,
        captured: true,
        paid: true,
        metadata: { order_id: "order_1" },
        receipt_email: "ada@example.com",
        balance_transaction: { amount: 2599, fee: 105, net: 2494, type: "charge" },
        refunds: { object: "list", data: [] },
      },
    });
    await server.webhooksDelivered();
    expect(inbox.types().toSorted()).toEqual([
      "charge.succeeded",
      "charge.updated",
      "payment_intent.created",
      "payment_intent.succeeded",
    ]);
    expect(server.moneyOf("order_id").get("order_1")).toEqual({
      payments: 1,
      captured: 2599,
      refunded: 0,
      disputed: 0,
    });
  });

  test("is declined, told to the shopper, and paid with another card", async () => {
    await using inbox = startInbox();
    await using server = await startStripe({ webhooks: [inbox.endpoint] });
    const stripe = server.client();
    const { id, client_secret } = await stripe.paymentIntents.create(order);

    const declined = await server.pay(client_secret ?? "", "pm_card_visa_chargeDeclinedInsufficientFunds");
    expect(declined.status).toBe(402);
    expect(await declined.json()).toMatchObject({
      error: { type: "card_error", code: "card_declined", decline_code: "insufficient_funds" },
    });
    const after = await stripe.paymentIntents.retrieve(id, { expand: ["latest_charge"] });
    expect(after).toMatchObject({
      status: "requires_payment_method",
      payment_method: null,
      last_payment_error: { code: "card_declined", payment_method: { card: { last4: "9995" } } },
      latest_charge: { status: "failed", paid: false, captured: false },
    });

    const generic = stripe.paymentIntents.confirm(id, {
      payment_method: "pm_card_visa_chargeDeclined",
      return_url: "https://shop.example",
    });
    await expect(generic).rejects.toThrow(Stripe.errors.StripeCardError);
    await expect(generic).rejects.toMatchObject({ code: "card_declined", decline_code: "generic_decline" });

    expect((await server.pay(client_secret ?? "", "pm_card_mastercard")).status).toBe(200);
    await server.webhooksDelivered();
    expect(inbox.types().filter((type) => type === "payment_intent.payment_failed")).toHaveLength(2);
    expect(server.charges().map(({ status }) => status)).toEqual(["failed", "failed", "succeeded"]);
  });

  test("waits for the shopper's bank, which agrees or does not", async () => {
    await using server = await startStripe();
    const stripe = server.client();
    const { id, client_secret } = await stripe.paymentIntents.create(order);

    const asked = await (
      await server.pay(client_secret ?? "", "pm_card_authenticationRequiredOnSetup")
    ).json();
    expect(asked).toMatchObject({ status: "requires_action", next_action: { type: "redirect_to_url" } });
    expect(server.authenticate(id, "fail")).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { code: "payment_intent_authentication_failure" },
      latest_charge: null,
    });

    await server.pay(client_secret ?? "", "pm_card_authenticationRequiredOnSetup");
    expect(server.authenticate(id, "succeed").status).toBe("succeeded");
    expect(server.events().map(({ type }) => type)).toContain("payment_intent.requires_action");
  });

  test.each(["succeed", "fail"] as const)(
    "by direct debit is processing for days, then may %s",
    async (answer) => {
      await using server = await startStripe();
      const { id, client_secret } = await server.client().paymentIntents.create(order);
      await server.pay(client_secret ?? "", "pm_success_de");
      expect(server.intents()).toMatchObject([{ status: "processing", amount_received: 0 }]);
      expect(server.charges()).toMatchObject([{ status: "pending", paid: false }]);
      expect(server.settle(id, answer)).toMatchObject(
        answer === "succeed"
          ? { status: "succeeded", amount_received: 2599 }
          : { status: "requires_payment_method", last_payment_error: { decline_code: "insufficient_funds" } },
      );
    },
  );

  test("authorised first is captured in part, and the rest is released without a refund", async () => {
    await using inbox = startInbox();
    await using server = await startStripe({ webhooks: [inbox.endpoint] });
    const stripe = server.client();
    const intent = await stripe.paymentIntents.create({ ...order, capture_method: "manual" });
    await server.pay(intent.client_secret ?? "", "pm_card_visa");
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: "requires_capture",
      amount_capturable: 2599,
      amount_received: 0,
    });

    const tooMuch = stripe.paymentIntents.capture(intent.id, { amount_to_capture: 2600 });
    await expect(tooMuch).rejects.toMatchObject({ code: "amount_too_large", param: "amount_to_capture" });
    const captured = await stripe.paymentIntents.capture(
      intent.id,
      { amount_to_capture: 1000 },
      { idempotencyKey: "capture" },
    );
    expect(captured).toMatchObject({ status: "succeeded", amount_received: 1000, amount_capturable: 0 });
    expect(server.charges()).toMatchObject([{ amount_captured: 1000, amount_refunded: 0, refunded: false }]);
    const again = stripe.paymentIntents.capture(intent.id);
    await expect(again).rejects.toMatchObject({ code: "payment_intent_unexpected_state" });
    await server.webhooksDelivered();
    expect(inbox.types()).toContain("charge.captured");
  });

  test("is captured several times where that was asked for", async () => {
    await using server = await startStripe();
    const stripe = server.client();
    const { id, client_secret } = await stripe.paymentIntents.create({
      ...order,
      capture_method: "manual",
      payment_method_options: { card: { request_multicapture: "if_available" } },
    });
    await server.pay(client_secret ?? "", "pm_card_visa");
    const first = { amount_to_capture: 1000, final_capture: false };
    expect(await stripe.paymentIntents.capture(id, first)).toMatchObject({
      status: "requires_capture",
      amount_capturable: 1599,
      amount_received: 1000,
    });
    expect(await stripe.paymentIntents.capture(id, { amount_to_capture: 599 })).toMatchObject({
      status: "succeeded",
      amount_capturable: 0,
      amount_received: 1599,
    });
  });

  test("cannot be captured twice where that was not asked for", async () => {
    await using server = await startStripe();
    const stripe = server.client();
    const { id, client_secret } = await stripe.paymentIntents.create({ ...order, capture_method: "manual" });
    await server.pay(client_secret ?? "", "pm_card_visa");
    const first = stripe.paymentIntents.capture(id, { amount_to_capture: 1000, final_capture: false });
    await expect(first).rejects.toMatchObject({ param: "final_capture" });
    expect(server.intents()).toMatchObject([{ amount_received: 0, amount_capturable: 2599 }]);
  });

  test("is canceled before the money was taken, and not after", async () => {
    await using server = await startStripe();
    const stripe = server.client();
    const held = await stripe.paymentIntents.create({ ...order, capture_method: "manual" });
    await server.pay(held.client_secret ?? "", "pm_card_visa");
    const reason = { cancellation_reason: "abandoned" } as const;
    expect(await stripe.paymentIntents.cancel(held.id, reason)).toMatchObject({
      status: "canceled",
      amount_capturable: 0,
      cancellation_reason: "abandoned",
    });
    const taken = await stripe.paymentIntents.create(order);
    await server.pay(taken.client_secret ?? "", "pm_card_visa");
    const late = stripe.paymentIntents.cancel(taken.id);
    await expect(late).rejects.toMatchObject({
      code: "payment_intent_unexpected_state",
      payment_intent: { id: taken.id, status: "succeeded" },
    });
    expect((await server.pay(held.client_secret ?? "", "pm_card_visa")).status).toBe(400);
  });

  test("is changed by the shop until it is made", async () => {
    await using server = await startStripe();
    const { paymentIntents } = server.client();
    const { id, client_secret } = await paymentIntents.create({ ...order, description: "Order 1" });
    const changed = await paymentIntents.update(id, {
      amount: 3000,
      description: "",
      metadata: { order_id: "", cart_id: "cart_1" },
    });
    expect(changed).toMatchObject({ amount: 3000, description: null, metadata: { cart_id: "cart_1" } });
    expect(changed.metadata).not.toHaveProperty("order_id");
    await server.pay(client_secret ?? "", "pm_card_visa");
    const late = paymentIntents.update(id, { amount: 2000 });
    await expect(late).rejects.toMatchObject({ code: "payment_intent_unexpected_state" });
    expect(server.charges()).toMatchObject([{ amount: 3000 }]);
  });

  test("is created and confirmed in one call", async () => {
    await using server = await startStripe();
    const { paymentIntents } = server.client();
    const confirmed = { ...order, confirm: true, payment_method: "pm_card_visa" };
    const lost = paymentIntents.create(confirmed);
    await expect(lost).rejects.toMatchObject({ param: "return_url" });
    const automatic_payment_methods = { enabled: true, allow_redirects: "never" } as const;
    const paid = await paymentIntents.create({ ...confirmed, automatic_payment_methods });
    expect(paid.status).toBe("succeeded");
  });

  test("is confirmed by nobody who has another secret", async () => {
    await using server = await startStripe();
    const { id } = await server.client().paymentIntents.create(order);
    expect((await server.pay(`${id}_secret_guessed`, "pm_card_visa")).status).toBe(404);
    expect(server.charges()).toEqual([]);
  });

  test("that was authorised ends by itself when it is not captured within a week", async () => {
    const clock = newClock();
    await using server = await startStripe({ clock });
    const { client_secret } = await server
      .client()
      .paymentIntents.create({ ...order, capture_method: "manual" });
    await server.pay(client_secret ?? "", "pm_card_visa");
    clock.advance(7 * 24 * 60 * 60 * 1000);
    server.catchUp();
    expect(server.intents()).toMatchObject([{ status: "canceled", cancellation_reason: "expired" }]);
    expect(server.events().map(({ type }) => type)).toContain("charge.expired");
  });
});

describe("the server speaks as Stripe does", () => {
  test.each([
    [
      { amount: 0, currency: "eur" },
      { code: "parameter_invalid_integer", param: "amount" },
    ],
    [
      { amount: 10, currency: "eur" },
      { code: "amount_too_small", param: "amount" },
    ],
    [{ amount: 1001, currency: "kwd" }, { param: "amount" }],
    [{ amount: 1000, currency: "euros" }, { param: "currency" }],
    [
      { amount: 1000, currency: "eur", colour: "red" },
      { code: "parameter_unknown", param: "colour" },
    ],
    [{ currency: "eur" }, { code: "parameter_missing", param: "amount" }],
    [
      { amount: 1.5, currency: "eur" },
      { code: "parameter_invalid_integer", param: "amount" },
    ],
    [{ ...order, expand: ["colour"] }, { param: "expand" }],
  ])("about what is wrong with %p", async (params, error) => {
    await using server = await startStripe();
    // Sound: what the types forbid is sent on purpose.
    const refused = server.client().paymentIntents.create(params as Stripe.PaymentIntentCreateParams);
    await expect(refused).rejects.toMatchObject({
      type: "StripeInvalidRequestError",
      statusCode: 400,
      ...error,
    });
  });

  test("to its own version of the package alone, and to the right key", async () => {
    await using server = await startStripe();
    const { lastResponse } = await server.client().paymentIntents.create(order);
    expect(lastResponse).toMatchObject({
      apiVersion: Stripe.API_VERSION,
      requestId: expect.stringMatching(/^req_/),
    });
    const ask = (headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${server.connection.port}/v1/payment_intents`, { headers });
    const authorization = `Bearer ${server.secretKey}`;
    expect((await ask({ authorization, "stripe-version": "2020-08-27" })).status).toBe(400);
    expect((await ask({ authorization: `Bearer ${server.publishableKey}` })).status).toBe(403);
    const browser = server.client({ maxNetworkRetries: 0 }).paymentMethods;
    const card = { number: "4242 4242 4242 4242", exp_month: 12, exp_year: 2034, cvc: "123" };
    const method = await browser.create({ type: "card", card }, { apiKey: server.publishableKey });
    expect(await browser.retrieve(method.id)).toMatchObject({ card: { last4: "4242" } });
    const stranger = new Stripe("sk_test_wrong", { ...server.connection }).paymentIntents.list();
    await expect(stranger).rejects.toThrow(Stripe.errors.StripeAuthenticationError);
  });

  test("in pages, the newest first", async () => {
    await using server = await startStripe();
    const stripe = server.client();
    const made: string[] = [];
    for (let count = 0; count < 5; count++) {
      made.unshift((await stripe.paymentIntents.create({ ...order, amount: 100 + count })).id);
    }
    const first = await stripe.paymentIntents.list({ limit: 2 });
    expect(first).toMatchObject({ has_more: true, data: [{ id: made[0] }, { id: made[1] }] });
    const all: string[] = [];
    for await (const intent of stripe.paymentIntents.list({ limit: 2 })) all.push(intent.id);
    expect(all).toEqual(made);
    const before = await stripe.paymentIntents.list({ ending_before: made[3] ?? "", limit: 2 });
    expect(before.data.map(({ id }) => id)).toEqual(made.slice(1, 3));
    const past = await stripe.paymentIntents.list({ created: { lt: 1000 } });
    expect(past.data).toEqual([]);
  });
});
