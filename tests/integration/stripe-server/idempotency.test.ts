import { describe, expect, test } from "bun:test";
import { Stripe } from "stripe";
import { newClock } from "../../helpers/clock.ts";
import { startStripe } from "../../helpers/stripe-server.ts";

const order = { amount: 2599, currency: "eur" };
const once = { idempotencyKey: "attempt_1" };

describe("an idempotency key", () => {
  test("is answered for a day as it was the first time", async () => {
    const clock = newClock();
    await using server = await startStripe({ clock });
    const { paymentIntents } = server.client();
    const first = await paymentIntents.create(order, once);
    await server.pay(first.client_secret ?? "", "pm_card_visa");

    clock.advance(24 * 60 * 60 * 1000 - 1);
    const again = await paymentIntents.create(order, once);
    expect(again).toEqual(first);
    expect(again.lastResponse).toMatchObject({ statusCode: 200, idempotencyKey: "attempt_1" });
    expect(server.intents()).toHaveLength(1);

    clock.advance(1);
    expect((await paymentIntents.create(order, once)).id).not.toBe(first.id);
  });

  test("replays what went wrong while it was worked on, but not what was wrong with the request", async () => {
    await using server = await startStripe();
    const { paymentIntents } = server.client();
    const { id } = await paymentIntents.create(order);
    const confirm = { payment_method: "pm_card_visa_chargeDeclined", return_url: "https://shop.example" };
    for (let count = 0; count < 2; count++) {
      const declined = paymentIntents.confirm(id, confirm, once);
      await expect(declined).rejects.toThrow(Stripe.errors.StripeCardError);
    }
    expect(server.charges()).toHaveLength(1);

    const wrong = { idempotencyKey: "attempt_2" };
    // Sound: what the types forbid is sent on purpose.
    const invalid = paymentIntents.create({ ...order, amount: "much" as unknown as number }, wrong);
    await expect(invalid).rejects.toMatchObject({ code: "parameter_invalid_integer" });
    expect((await paymentIntents.create(order, wrong)).amount).toBe(2599);
  });

  test("belongs to its parameters", async () => {
    await using server = await startStripe();
    const { paymentIntents } = server.client();
    await paymentIntents.create(order, once);
    const other = paymentIntents.create({ ...order, amount: 2600 }, once);
    await expect(other).rejects.toThrow(Stripe.errors.StripeIdempotencyError);
    await expect(other).rejects.toMatchObject({ statusCode: 400 });
    expect(server.intents()).toHaveLength(1);
  });

  test("in use is refused to others meanwhile, and the package tries again", async () => {
    await using server = await startStripe();
    const held = server.faults.hold(/^POST \/v1\/payment_intents$/);
    const first = server.client().paymentIntents.create(order, once);
    await held.reached;
    const impatient = server.client({ maxNetworkRetries: 0 }).paymentIntents.create(order, once);
    await expect(impatient).rejects.toMatchObject({ statusCode: 409, code: "idempotency_key_in_use" });

    const stubborn = server.client({ maxNetworkRetries: 2 });
    let tries = 0;
    stubborn.on("request", () => {
      tries += 1;
      if (tries === 2) held.release();
    });
    const patient = stubborn.paymentIntents.create(order, once);
    expect((await patient).id).toBe((await first).id);
    expect(server.intents()).toHaveLength(1);
  });
});
