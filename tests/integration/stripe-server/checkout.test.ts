import { describe, expect, test } from "bun:test";
import type { Stripe } from "stripe";
import { newClock } from "../../helpers/clock.ts";
import { startStripe } from "../../helpers/stripe-server.ts";
import { startInbox } from "../../helpers/webhook-inbox.ts";

const basket: Stripe.Checkout.SessionCreateParams = {
  mode: "payment",
  line_items: [
    {
      price_data: { currency: "eur", unit_amount: 1250, product_data: { name: "Coffee" } },
      quantity: 2,
    },
    { price_data: { currency: "eur", unit_amount: 490, product_data: { name: "Shipping" } }, quantity: 1 },
  ],
  success_url: "https://shop.example/paid?session={CHECKOUT_SESSION_ID}",
  cancel_url: "https://shop.example/cart",
  client_reference_id: "order_1",
  customer_email: "ada@example.com",
  payment_intent_data: { metadata: { order_id: "order_1" } },
};

describe("a Checkout Session", () => {
  test("is paid on its own page, which leads back to the shop", async () => {
    await using inbox = startInbox();
    await using server = await startStripe({ webhooks: [inbox.endpoint] });
    const { sessions } = server.client().checkout;
    const session = await sessions.create(basket, { idempotencyKey: "attempt_1" });
    expect(session).toMatchObject({
      status: "open",
      payment_status: "unpaid",
      amount_total: 2990,
      payment_intent: null,
      client_reference_id: "order_1",
    });
    const page = await (await fetch(session.url ?? "")).text();
    expect(page).toContain("Pay 2990 eur");

    const declined = await server.payCheckout(session.id, "pm_card_visa_chargeDeclined");
    expect(declined.status).toBe(402);
    expect((await sessions.retrieve(session.id)).status).toBe("open");

    const paid = await server.payCheckout(session.id, "pm_card_visa");
    expect(paid.status).toBe(303);
    expect(paid.headers.get("location")).toBe(`https://shop.example/paid?session=${session.id}`);
    const expand = ["payment_intent.latest_charge", "line_items"];
    expect(await sessions.retrieve(session.id, { expand })).toMatchObject({
      status: "complete",
      payment_status: "paid",
      url: null,
      payment_intent: {
        status: "succeeded",
        metadata: { order_id: "order_1" },
        latest_charge: { amount_captured: 2990 },
      },
      line_items: { data: [{ amount_total: 2500, quantity: 2 }, { amount_total: 490 }] },
    });
    expect(server.intents()).toHaveLength(1);
    await server.webhooksDelivered();
    expect(inbox.types().filter((type) => type.startsWith("checkout"))).toEqual([
      "checkout.session.completed",
    ]);
    const again = await server.payCheckout(session.id, "pm_card_visa");
    expect(again.status).toBe(400);
  });

  test("asks the shopper's bank on the way", async () => {
    await using server = await startStripe();
    const { sessions } = server.client().checkout;
    const { id, url } = await sessions.create(basket);
    const asked = await server.payCheckout(id, "pm_card_authenticationRequiredOnSetup");
    const bank = asked.headers.get("location") ?? "";
    expect(await (await fetch(bank)).text()).toContain("Is it you?");
    expect((await sessions.retrieve(id)).status).toBe("open");
    const body = new URLSearchParams({ answer: "succeed" });
    const back = await fetch(bank, { method: "POST", body, redirect: "manual" });
    expect(back.headers.get("location")).toStartWith(url ?? "");
    expect(server.sessions()).toMatchObject([{ status: "complete", payment_status: "paid" }]);
  });

  test("that only authorises is complete, and paid once it is captured", async () => {
    await using server = await startStripe();
    const stripe = server.client();
    const payment_intent_data = { capture_method: "manual" } as const;
    const { id } = await stripe.checkout.sessions.create({ ...basket, payment_intent_data });
    await server.payCheckout(id, "pm_card_visa");
    const { payment_intent, ...session } = await stripe.checkout.sessions.retrieve(id);
    expect(session).toMatchObject({ status: "complete", payment_status: "unpaid" });
    await stripe.paymentIntents.capture(String(payment_intent));
    expect(server.sessions()).toMatchObject([{ payment_status: "paid" }]);
  });

  test.each([
    ["succeed", "checkout.session.async_payment_succeeded", "paid"],
    ["fail", "checkout.session.async_payment_failed", "unpaid"],
  ] as const)("by direct debit is complete at once, and %ss days later", async (answer, event, status) => {
    await using server = await startStripe();
    const { id } = await server.client().checkout.sessions.create(basket);
    await server.payCheckout(id, "pm_success_de");
    expect(server.sessions()).toMatchObject([{ status: "complete", payment_status: "unpaid" }]);
    server.settle(String(server.sessions()[0]?.payment_intent), answer);
    expect(server.sessions()).toMatchObject([{ status: "complete", payment_status: status }]);
    const told = server.events().map(({ type }) => type);
    expect(told).toContain("checkout.session.completed");
    expect(told).toContain(event);
  });

  test("ends by its time or the shop's word, with the payment it has begun, and not once it is paid", async () => {
    const clock = newClock();
    await using server = await startStripe({ clock });
    const stripe = server.client();
    const begun = await stripe.checkout.sessions.create(basket);
    await server.payCheckout(begun.id, "pm_card_visa_chargeDeclined");
    const [intent] = server.intents();
    const early = stripe.paymentIntents.cancel(intent?.id ?? "");
    await expect(early).rejects.toMatchObject({ code: "payment_intent_unexpected_state" });
    expect(await stripe.checkout.sessions.expire(begun.id)).toMatchObject({ status: "expired", url: null });
    expect(server.intents()).toMatchObject([{ status: "canceled" }]);

    const expires_at = Math.floor(clock.now().getTime() / 1000) + 1800;
    const forgotten = await stripe.checkout.sessions.create({ ...basket, expires_at });
    clock.advance(1_800_000);
    expect((await server.payCheckout(forgotten.id, "pm_card_visa")).status).toBe(400);
    expect(server.events().filter(({ type }) => type === "checkout.session.expired")).toHaveLength(2);

    const paid = await stripe.checkout.sessions.create(basket);
    await server.payCheckout(paid.id, "pm_card_visa");
    await expect(stripe.checkout.sessions.expire(paid.id)).rejects.toMatchObject({ statusCode: 400 });
    const tooLate = { ...basket, expires_at: expires_at + 2 * 24 * 60 * 60 };
    await expect(stripe.checkout.sessions.create(tooLate)).rejects.toMatchObject({ param: "expires_at" });
  });
});
