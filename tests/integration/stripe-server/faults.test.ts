import { describe, expect, test } from "bun:test";
import { Stripe } from "stripe";
import { startStripe } from "../../helpers/stripe-server.ts";

const order = { amount: 2599, currency: "eur" };
const creating = { on: /^POST \/v1\/payment_intents$/ };

describe("a fault", () => {
  test.each([
    ["reset_before", 0],
    ["reset_after", 1],
    ["error_before", 0],
    ["error_after", 1],
    ["hang_before", 0],
    ["hang_after", 1],
    ["rate_limit", 0],
  ] as const)("%s leaves %i intents behind", async (kind, left) => {
    await using server = await startStripe();
    server.faults.next(kind, { ...creating, times: 2 });
    const client = server.client({ maxNetworkRetries: 0, timeout: 100 });
    const refused = client.paymentIntents.create(order, { idempotencyKey: "attempt_1" });
    await expect(refused).rejects.toThrow(
      kind === "rate_limit"
        ? Stripe.errors.StripeRateLimitError
        : kind.startsWith("error")
          ? Stripe.errors.StripeAPIError
          : Stripe.errors.StripeConnectionError,
    );
    expect(server.intents()).toHaveLength(left);
  });

  test.each(["reset_before", "reset_after", "error_before", "hang_after"] as const)(
    "%s is overcome by the package's own second try, with one effect",
    async (kind) => {
      await using server = await startStripe();
      server.faults.next(kind, creating);
      const client = server.client({ maxNetworkRetries: 2, timeout: 200 });
      const intent = await client.paymentIntents.create(order);
      expect(server.intents().map(({ id }) => id)).toEqual([intent.id]);
    },
  );

  test("of Stripe's own is the answer to its key from then on, though it took effect", async () => {
    await using server = await startStripe();
    server.faults.next("error_after", creating);
    const { paymentIntents } = server.client({ maxNetworkRetries: 2 });
    for (let count = 0; count < 2; count++) {
      const failed = paymentIntents.create(order, { idempotencyKey: "attempt_1" });
      await expect(failed).rejects.toMatchObject({ statusCode: 500, type: "StripeAPIError" });
    }
    expect((await paymentIntents.list()).data).toHaveLength(1);
  });

  test("comes by chance, the same for the same seed", async () => {
    async function outcomes(seed: number): Promise<string[]> {
      await using server = await startStripe();
      server.faults.longestLatency = 2;
      server.faults.atRandom(seed, { rate_limit: 0.3, error_after: 0.3, latency: 0.3 });
      const { paymentIntents } = server.client({ maxNetworkRetries: 0 });
      const all: string[] = [];
      for (let count = 0; count < 12; count++) {
        const made = await paymentIntents.create(order).catch(({ type }) => ({ status: String(type) }));
        all.push(made.status);
      }
      return all;
    }
    const first = await outcomes(3);
    expect(await outcomes(3)).toEqual(first);
    expect(new Set(first).size).toBe(3);
  });
});
