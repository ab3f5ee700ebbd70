import { describe, expect, test } from "bun:test";
import { outbox } from "../../db/schema/index.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { NoticeForgetter } from "../../server/jobs/forget-notices.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newStripeShop } from "../helpers/stripe-shop.ts";

const day = 24 * 60 * 60 * 1000;

describe("a webhook of Stripe's", () => {
  test("confirms the order that was paid, once the worker has asked how the payment stands", async () => {
    await using shop = await newStripeShop();
    const order = await shop.placeOrder();
    await shop.stripe.pay(order.clientSecret, "pm_card_visa");
    for (const event of shop.stripe.events()) expect((await shop.send(event)).status).toBe(200);
    expect(await order.get()).toMatchObject({ status: "pending" });
    await shop.deliver();
    expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid" });
    expect(await order.row()).toMatchObject({ status: "captured", capturedAmount: order.total });
    expect(shop.mails.at(-1)?.id).toBe(`order.confirmed.${order.id}`);
  });

  test("confirms the order that was paid on Stripe's own page", async () => {
    await using shop = await newStripeShop();
    const order = await shop.placeOrder({ method: "hosted_page" });
    const [session] = shop.stripe.sessions();
    expect(await order.row()).toMatchObject({ reference: session?.id });
    await shop.stripe.payCheckout(session?.id ?? "", "pm_card_visa");
    for (const event of shop.stripe.events().toReversed()) await shop.send(event);
    await shop.deliver();
    expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid" });
    expect(await order.row()).toMatchObject({ reference: shop.stripe.intents()[0]?.id });
  });

  test("is answered before anybody is asked", async () => {
    await using shop = await newStripeShop();
    const order = await shop.placeOrder();
    await shop.stripe.pay(order.clientSecret, "pm_card_visa");
    const asked = shop.stripe.faults.hold(/GET \/v1\/payment_intents/);
    const [event] = shop.stripe.events().filter(({ type }) => type === "payment_intent.succeeded");
    expect((await shop.send(event ?? {})).status).toBe(200);
    const delivered = shop.deliver();
    await asked.reached;
    asked.release();
    await delivered;
    expect(await order.get()).toMatchObject({ status: "confirmed" });
  });

  test("has one effect, however often and in whatever order they come", async () => {
    await using shop = await newStripeShop();
    const order = await shop.placeOrder();
    await shop.stripe.pay(order.clientSecret, "pm_card_visa_chargeDeclined");
    await shop.stripe.pay(order.clientSecret, "pm_card_visa");
    const events = shop.stripe.events().toReversed();
    for (const event of [...events, ...events]) await shop.send(event);
    await shop.deliver();
    for (const event of events) await shop.send(event);
    await shop.deliver();
    expect(await shop.notices()).toHaveLength(events.length);
    expect(await order.events()).toEqual(["placed", "payment-received", "confirmed"]);
    expect(await order.row()).toMatchObject({ status: "captured", capturedAmount: order.total });
  });

  test("says no more than where to look: what it says of the payment is not taken from it", async () => {
    await using shop = await newStripeShop();
    const order = await shop.placeOrder();
    const [{ id } = { id: "" }] = shop.stripe.intents();
    const claim = { id: "evt_1", object: "event", type: "payment_intent.succeeded", data: { object: {} } };
    const object = { id, object: "payment_intent", status: "succeeded", amount_received: order.total };
    expect((await shop.send({ ...claim, data: { object } })).status).toBe(200);
    await shop.deliver();
    expect(await order.get()).toMatchObject({ status: "pending" });
  });

  test("leaves nothing of whoever pays in the database", async () => {
    await using shop = await newStripeShop();
    const order = await shop.placeOrder();
    await shop.stripe.pay(order.clientSecret, "pm_card_visa");
    for (const event of shop.stripe.events()) await shop.send(event);
    const kept = JSON.stringify([await shop.notices(), await shop.db.select().from(outbox)]);
    expect(kept).not.toMatch(/ada@example\.com|_secret_|4242|card/);
  });

  test("that nobody has heard of is kept, and nothing is done", async () => {
    await using shop = await newStripeShop();
    for (const type of ["customer.created", "something.new"]) {
      const data = { object: { id: "x_1", object: "strange" } };
      expect((await shop.send({ id: `evt_${type}`, object: "event", type, data })).status).toBe(200);
    }
    expect(await shop.notices()).toMatchObject([
      { id: "evt_customer.created", reference: null },
      { id: "evt_something.new", reference: null },
    ]);
    expect(await shop.db.select().from(outbox)).toEqual([]);
  });

  test("of another shop's payment changes nothing", async () => {
    await using shop = await newStripeShop();
    const intent = await shop.stripe.client().paymentIntents.create({ amount: 100, currency: "eur" });
    for (const event of shop.stripe.events()) await shop.send(event);
    const succeeded = { id: "evt_1", object: "event", type: "payment_intent.succeeded" };
    await shop.send({ ...succeeded, data: { object: intent } });
    await shop.deliver();
    expect(await shop.db.select().from(outbox)).toEqual([]);
  });

  const event = { id: "evt_1", object: "event", type: "payment_intent.succeeded", data: { object: {} } };

  test.each<[string, Parameters<Awaited<ReturnType<typeof newStripeShop>>["send"]>[1]]>([
    ["another endpoint's secret", { secret: "whsec_other" }],
    ["a signature of six minutes ago", { sentAt: new Date(Date.now() - 360_000) }],
    ["another body", { body: JSON.stringify({ ...event, id: "evt_2" }) }],
    ["its body written otherwise", { body: JSON.stringify(event, null, 1) }],
    ["no signature", { headers: { "stripe-signature": "" } }],
    ["no body", { body: "" }],
  ])("with %s is refused, and nothing is kept", async (_, options) => {
    await using shop = await newStripeShop();
    const refused = await shop.send(event, options);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ error: { json: { data: { code: "BAD_REQUEST" } } } });
    expect(await shop.notices()).toEqual([]);
    expect(await shop.db.select().from(outbox)).toEqual([]);
  });

  test.each<[string, object]>([
    ["nothing in it", {}],
    ["a list", [event]],
    ["no id", { ...event, id: undefined }],
    ["no object", { ...event, data: null }],
    ["an id that is no text", { ...event, id: 7 }],
  ])("that is signed and has %s is refused", async (_, signed) => {
    await using shop = await newStripeShop();
    const refused = await shop.send(signed);
    expect(refused.status).toBe(400);
    expect(await shop.notices()).toEqual([]);
  });

  test("is good with the secret that is being replaced, whatever its type of content", async () => {
    await using shop = await newStripeShop();
    const headers = { "content-type": "text/plain" };
    expect((await shop.send(event, { secret: "whsec_before", headers })).status).toBe(200);
    expect(await shop.notices()).toHaveLength(1);
  });

  test("is refused where a page of another site sends it, or when it is too large to be one", async () => {
    await using shop = await newStripeShop();
    expect((await shop.send(event, { headers: { origin: "https://evil.example" } })).status).toBe(403);
    expect((await shop.send({ ...event, filling: "x".repeat(600_000) })).status).toBe(413);
    expect(await shop.notices()).toEqual([]);
  });

  test("is forgotten after thirty days", async () => {
    await using shop = await newStripeShop();
    const forgetter = new NoticeForgetter(shop.context, createLogger("silent"));
    await shop.send(event);
    shop.clock.advance(29 * day);
    await shop.send({ ...event, id: "evt_2" });
    await forgetter.runDue();
    expect(await shop.notices()).toHaveLength(2);
    shop.clock.advance(day);
    await forgetter.runDue();
    expect(await shop.notices()).toMatchObject([{ id: "evt_2" }]);
  });
});

describe("the address of webhooks", () => {
  const post = (path: string) => new Request(`http://shop.test${path}`, { method: "POST", body: "{}" });

  test("is there for providers that send any, and for nobody else", async () => {
    await using shop = await newStripeShop();
    for (const path of ["/webhooks/manual", "/webhooks/", "/webhooks/stripe/more", "/webhooks/constructor"]) {
      expect((await shop.app(post(path))).status).toBe(404);
    }
    expect((await shop.app(new Request("http://shop.test/webhooks/stripe"))).status).toBe(404);
  });

  test("is not there where no provider sends any", async () => {
    const { app } = await createTestShop();
    expect((await app(post("/webhooks/stripe"))).status).toBe(404);
  });
});
