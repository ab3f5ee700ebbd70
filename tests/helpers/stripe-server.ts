import { Stripe } from "stripe";
import type { Clock } from "../../server/core/ports.ts";
import { answerCall } from "./stripe/api.ts";
import { authenticateIntent, settleIntent } from "./stripe/attempt.ts";
import { type TestCard, type TestCardName, testCards } from "./stripe/cards.ts";
import { followPayments } from "./stripe/checkout-payment.ts";
import { closeDispute, openDispute } from "./stripe/disputes.ts";
import { workAtOnce } from "./stripe/due.ts";
import { Faults } from "./stripe/faults.ts";
import { listen } from "./stripe/http.ts";
import { IdempotencyKeys } from "./stripe/idempotency.ts";
import { type Money, moneyOf } from "./stripe/money.ts";
import { answerPage } from "./stripe/pages.ts";
import { payOut } from "./stripe/payouts.ts";
import { completeRefund, failRefund } from "./stripe/refunds.ts";
import type { BalanceTransaction, Charge, Dispute, Intent, Payout, Refund, Session } from "./stripe/rows.ts";
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
  /** Pays on the page of a Checkout Session, as its form does; it leads on to the shop or to the shopper's bank. */
  payCheckout(sessionId: string, card: TestCardName): Promise<Response>;
  /** A pending refund has arrived. */
  completeRefund(refundId: string): Refund;
  /** A refund has come back, even one that had succeeded. */
  failRefund(refundId: string, reason?: string): Refund;
  /** The shopper wants their money back from their bank: all that is left by default. */
  openDispute(intentId: string, amount?: number): Dispute;
  closeDispute(disputeId: string, status: "won" | "lost"): Dispute;
  /** Everything that is available in a currency goes to the shop's bank. */
  payOut(currency: string): Payout;
  /** Does what the clock says is due, which every call does too: what was open, held or pending until now is no more. */
  catchUp(): void;
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
  /** As after 24 hours: what was said of a key before is said no more. */
  forgetKeys(): void;
  /** Resolves when every event is delivered or given up; what is held does not count. */
  webhooksDelivered(): Promise<void>;
  intents(): Intent[];
  charges(): Charge[];
  refunds(): Refund[];
  disputes(): Dispute[];
  sessions(): Session[];
  balanceTransactions(): BalanceTransaction[];
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
  followPayments(world);
  const server = await listen(async (call) =>
    call.path.startsWith("/v1/") ? answerCall(api, call) : answerPage(world, call),
  );
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
    forgetKeys: () => api.keys.forget(),
    webhooksDelivered: () => webhooks.settled(),
    intents: () => world.intents.all(),
    charges: () => world.charges.all(),
    refunds: () => world.refunds.all(),
    disputes: () => world.disputes.all(),
    sessions: () => world.sessions.all(),
    balanceTransactions: () => world.transactions.all(),
    events: () => world.events.all(),
    moneyOf: (name) => moneyOf(world, name),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function commandsOf(world: World, origin: string, publishableKey: string): StripeCommands {
  const now = <Result>(work: () => Result) => workAtOnce(world, work);
  return {
    pay(clientSecret, card) {
      const [id] = clientSecret.split("_secret_");
      return fetch(`${origin}/v1/payment_intents/${id}/confirm`, {
        method: "POST",
        headers: { authorization: `Bearer ${publishableKey}` },
        body: new URLSearchParams({
          client_secret: clientSecret,
          return_url: "https://shop.example/paid",
          ...typedIn(testCards[card]),
        }),
      });
    },
    authenticate: (id, answer) => now(() => authenticateIntent(world, id, answer)),
    settle: (id, answer) => now(() => settleIntent(world, id, answer)),
    payCheckout: (id, card) =>
      fetch(`${origin}/checkout/${id}`, {
        method: "POST",
        body: new URLSearchParams({ card }),
        redirect: "manual",
      }),
    completeRefund: (id) => now(() => completeRefund(world, id)),
    failRefund: (id, reason = "expired_or_canceled_card") => now(() => failRefund(world, id, reason)),
    openDispute: (id, amount) => now(() => openDispute(world, id, amount)),
    closeDispute: (id, status) => now(() => closeDispute(world, id, status)),
    payOut: (currency) => now(() => payOut(world, currency)),
    catchUp: () => now(() => {}),
  };
}

/** What the shopper enters, as Stripe.js sends it. */
function typedIn({ number, type }: TestCard): Record<string, string> {
  const [data, card] = ["payment_method_data", "payment_method_data[card]"];
  if (type === "sepa_debit") return { [`${data}[type]`]: type, [`${data}[sepa_debit][iban]`]: number };
  return {
    [`${data}[type]`]: type,
    [`${card}[number]`]: number,
    [`${card}[exp_month]`]: "12",
    [`${card}[exp_year]`]: "2034",
    [`${card}[cvc]`]: "123",
  };
}
