import { Stripe } from "stripe";
import type { Clock } from "../../server/core/ports.ts";
import { answerCall } from "./stripe/api.ts";
import type { TestCardName } from "./stripe/cards.ts";
import { authenticateIntent, settleIntent } from "./stripe/confirm.ts";
import { Faults } from "./stripe/faults.ts";
import { listen } from "./stripe/http.ts";
import { IdempotencyKeys } from "./stripe/idempotency.ts";
import { type Money, moneyOf } from "./stripe/money.ts";
import { cancelIntent } from "./stripe/payment-intents.ts";
import { completeRefund, failRefund } from "./stripe/refunds.ts";
import type { Charge, Intent, Refund } from "./stripe/rows.ts";
import { type WebhookEndpoint, Webhooks } from "./stripe/webhooks.ts";
import { World } from "./stripe/world.ts";

/** Seconds, where the package waits for half a one. */
const retryDelay = 0.01;

export interface StripeOptions {
  /** What time it is; the system's clock by default. */
  clock?: Clock;
  /** Who is told of everything that happens; more can be added later. */
  webhooks?: readonly WebhookEndpoint[];
}

/** What the shopper's browser, their bank and Stripe's staff do, none of whom the shop asks. */
export interface StripeCommands {
  /** Confirms as Stripe.js does, with the publishable key; the answer is what the browser sees, an error too. */
  pay(clientSecret: string, card: TestCardName): Promise<Response>;
  /** The bank has asked the shopper, of an intent in `requires_action`. */
  authenticate(intentId: string, answer: "succeed" | "fail"): Intent;
  /** The bank has answered, of an intent in `processing`. */
  settle(intentId: string, answer: "succeed" | "fail"): Intent;
  /** What was authorised was not captured in time. */
  expireAuthorization(intentId: string): Intent;
  /** A pending refund has arrived. */
  completeRefund(refundId: string): Refund;
  /** A refund has come back, even one that had succeeded. */
  failRefund(refundId: string, reason?: string): Refund;
}

export interface StripeServer extends StripeCommands, AsyncDisposable {
  /** For the configuration of the `stripe` package. */
  connection: { host: string; port: number; protocol: "http" };
  secretKey: string;
  publishableKey: string;
  /** The package itself, pointed here; it waits less before it tries again. */
  client(config?: Stripe.StripeConfig): Stripe;
  faults: Faults;
  webhooks: Webhooks;
  /** Resolves when every event is delivered or given up; what is held does not count. */
  webhooksDelivered(): Promise<void>;
  intents(): Intent[];
  charges(): Charge[];
  refunds(): Refund[];
  events(): Stripe.Event[];
  /** What was captured, refunded and disputed, by the value of that name in the intents' metadata. */
  moneyOf(metadataName: string): Map<string, Money>;
  stop(): Promise<void>;
}

/**
 * Stripe, as far as a shop sees it: a server of its own with all its state in memory, which speaks the protocol that the
 * installed `stripe` package expects. It begins with nothing and forgets everything when it stops.
 */
export async function startStripe(options: StripeOptions = {}): Promise<StripeServer> {
  const { clock = { now: () => new Date() } } = options;
  const faults = new Faults();
  const webhooks = new Webhooks(clock);
  webhooks.endpoints.push(...(options.webhooks ?? []));
  const world = new World(clock, () => origin, webhooks);
  const secretKey = "sk_test_bodega";
  const publishableKey = "pk_test_bodega";
  const api = { world, faults, keys: new IdempotencyKeys(clock), secretKey, publishableKey };
  const server = await listen((call) => answerCall(api, call));
  const connection = { host: "127.0.0.1", port: server.port, protocol: "http" } as const;
  const origin = `http://127.0.0.1:${server.port}`;

  async function stop(): Promise<void> {
    faults.stop();
    webhooks.close();
    await server.stop();
  }

  return {
    ...commandsOf(world, origin, publishableKey),
    connection,
    secretKey,
    publishableKey,
    client(config) {
      const httpClient = Stripe.createFetchHttpClient();
      const stripe = new Stripe(secretKey, { httpClient, telemetry: false, ...connection, ...config });
      return Object.assign(stripe, { getInitialNetworkRetryDelay: () => retryDelay });
    },
    faults,
    webhooks,
    webhooksDelivered: () => webhooks.settled(),
    intents: () => world.intents.all(),
    charges: () => world.charges.all(),
    refunds: () => world.refunds.all(),
    events: () => world.events.all(),
    moneyOf: (name) => moneyOf(world, name),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function commandsOf(world: World, origin: string, publishableKey: string): StripeCommands {
  function done<Result>(result: Result): Result {
    world.doAfterwards();
    return result;
  }
  return {
    pay(clientSecret, card) {
      const [id] = clientSecret.split("_secret_");
      return fetch(`${origin}/v1/payment_intents/${id}/confirm`, {
        method: "POST",
        headers: { authorization: `Bearer ${publishableKey}` },
        body: new URLSearchParams({
          client_secret: clientSecret,
          payment_method: card,
          return_url: "https://shop.example/paid",
        }),
      });
    },
    authenticate: (id, answer) => done(authenticateIntent(world, id, answer)),
    settle: (id, answer) => done(settleIntent(world, id, answer)),
    expireAuthorization: (id) => done(cancelIntent(world, id, "expired")),
    completeRefund: (id) => done(completeRefund(world, id)),
    failRefund: (id, reason = "expired_or_canceled_card") => done(failRefund(world, id, reason)),
  };
}
