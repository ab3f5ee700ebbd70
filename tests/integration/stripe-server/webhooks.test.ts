import { describe, expect, test } from "bun:test";
import type { Stripe } from "stripe";
import { newClock } from "../../helpers/clock.ts";
import { type StripeServer, startStripe } from "../../helpers/stripe-server.ts";
import { startInbox } from "../../helpers/webhook-inbox.ts";

const order = { amount: 2599, currency: "eur", capture_method: "automatic" } as const;

async function buy(server: StripeServer): Promise<void> {
  const { client_secret } = await server.client().paymentIntents.create(order);
  await server.pay(client_secret ?? "", "pm_card_visa");
}

const bought = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded"];

describe("webhooks", () => {
  test("are signed for each endpoint with its own secrets, and go to those who asked for them", async () => {
    await using shop = startInbox(["whsec_old", "whsec_new"]);
    await using other = startInbox();
    await using stranger = startInbox(["whsec_theirs"]);
    const wanted: Stripe.Event.Type[] = ["charge.succeeded"];
    await using server = await startStripe({
      webhooks: [
        shop.endpoint,
        { ...other.endpoint, events: wanted },
        { url: stranger.endpoint.url, secrets: ["whsec_ours"] },
      ],
    });
    await buy(server);
    await server.webhooksDelivered();
    expect(shop.types().toSorted()).toEqual(bought.toSorted());
    expect(other.types()).toEqual(wanted);
    expect([stranger.types(), stranger.forged()]).toEqual([[], 3]);
  });

  test("tell what was, by whose request, and are kept as events", async () => {
    await using inbox = startInbox();
    await using server = await startStripe({ webhooks: [inbox.endpoint] });
    const stripe = server.client();
    const intent = await stripe.paymentIntents.create(order, { idempotencyKey: "attempt_1" });
    await server.pay(intent.client_secret ?? "", "pm_card_visa");
    await server.webhooksDelivered();
    const created = inbox.events.find(({ type }) => type === "payment_intent.created");
    expect(created).toMatchObject({
      data: { object: { id: intent.id, status: "requires_payment_method" } },
      request: { id: intent.lastResponse.requestId, idempotency_key: "attempt_1" },
      pending_webhooks: 1,
    });
    expect(await stripe.events.retrieve(created?.id ?? "")).toMatchObject({ ...created });
    const kept = await stripe.events.list({ types: ["payment_intent.succeeded"] });
    expect(kept.data).toMatchObject([{ data: { object: { amount_received: 2599 } } }]);
  });

  test("come again until they are acknowledged, and are given up in the end", async () => {
    await using inbox = startInbox();
    await using server = await startStripe({ webhooks: [inbox.endpoint] });
    inbox.refuseNext(3);
    await buy(server);
    await server.webhooksDelivered();
    expect(inbox.types().toSorted()).toEqual(bought.toSorted());

    inbox.refuseNext(Number.POSITIVE_INFINITY, 302);
    await server.client().paymentIntents.create(order);
    await server.webhooksDelivered();
    expect(server.webhooks.undelivered).toHaveLength(1);
    inbox.refuseNext(0);
    server.webhooks.redeliver();
    await server.webhooksDelivered();
    expect(inbox.events).toHaveLength(4);
  });

  test("are dropped, doubled and held back on command, and released in another order", async () => {
    await using inbox = startInbox();
    await using server = await startStripe({ webhooks: [inbox.endpoint] });
    server.webhooks.next("drop", { on: /^charge/ });
    server.webhooks.next("duplicate", { on: /succeeded$/ });
    server.webhooks.hold();
    await buy(server);
    await server.webhooksDelivered();
    expect(inbox.events).toEqual([]);
    await server.webhooks.release("reversed");
    expect(inbox.types()).toEqual([
      "payment_intent.succeeded",
      "payment_intent.succeeded",
      "payment_intent.created",
    ]);
    expect(new Set(inbox.events.map(({ id }) => id)).size).toBe(2);
  });

  test("are dropped, doubled and delayed by chance, the same for the same seed", async () => {
    async function fates(seed: number): Promise<string[]> {
      await using inbox = startInbox();
      await using server = await startStripe({ webhooks: [inbox.endpoint] });
      server.webhooks.longestDelay = 2;
      server.webhooks.atRandom(seed, { drop: 0.3, duplicate: 0.3, delay: 0.3 });
      for (let count = 0; count < 5; count++) await buy(server);
      await server.webhooksDelivered();
      const sent = server.events().map(({ id }) => id);
      return inbox.events.map(({ id }) => String(sent.indexOf(id))).toSorted();
    }
    const first = await fates(7);
    expect(await fates(7)).toEqual(first);
    expect(await fates(8)).not.toEqual(first);
  });

  test("that are old by the server's clock are refused by the package", async () => {
    await using inbox = startInbox();
    const clock = newClock(new Date(Date.now() - 301_000));
    await using server = await startStripe({ clock, webhooks: [inbox.endpoint] });
    await buy(server);
    await server.webhooksDelivered();
    expect([inbox.events.length, inbox.forged()]).toEqual([0, 3]);
  });
});
