import type { Stripe } from "stripe";
import type { Clock } from "../../../server/core/ports.ts";
import type { IntentData } from "./checkout-params.ts";
import type {
  BalanceTransaction,
  Charge,
  Dispute,
  Intent,
  PaymentMethod,
  Payout,
  Refund,
  Session,
} from "./rows.ts";
import { Table } from "./table.ts";
import { apiVersion } from "./version.ts";
import type { Webhooks } from "./webhooks.ts";

/** What happens by itself, or by the hand of somebody who is not the shop. */
export const nobodysRequest: Stripe.Event.Request = { id: null, idempotency_key: null };

type Follower = (type: Stripe.Event.Type, object: { id: string }) => void;

/** Everything this Stripe knows. */
export class World {
  readonly paymentMethods = new Table<PaymentMethod>("PaymentMethod");
  readonly intents = new Table<Intent>("payment_intent");
  readonly charges = new Table<Charge>("charge");
  readonly refunds = new Table<Refund>("refund");
  readonly disputes = new Table<Dispute>("dispute");
  readonly transactions = new Table<BalanceTransaction>("balance_transaction");
  readonly payouts = new Table<Payout>("payout");
  readonly sessions = new Table<Session>("checkout.session");
  readonly events = new Table<Stripe.Event>("event");
  /** The card of each payment method, by its name among the test cards. */
  readonly cardOf = new Map<string, string>();
  /** Which balance transactions each payout has paid. */
  readonly paidBy = new Map<string, string>();
  /** What the shopper bought, by session. */
  readonly lineItems = new Map<string, Stripe.LineItem[]>();
  /** The request being answered, which the events it causes name. */
  request: Stripe.Event.Request = nobodysRequest;
  /** What each session hands on to its payment. */
  readonly intentData = new Map<string, IntentData>();
  private readonly followers: Follower[] = [];
  private readonly afterwards: (() => void)[] = [];

  constructor(
    readonly clock: Clock,
    /** Where the pages of this server are. */
    readonly origin: () => string,
    private readonly webhooks: Webhooks,
  ) {}

  /** Unix seconds. */
  now(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }

  newId(prefix: string): string {
    return `${prefix}_${crypto.randomUUID().replaceAll("-", "").slice(0, 24)}`;
  }

  /** Tells every endpoint what became of an object. */
  emit(type: Stripe.Event.Type, object: { id: string }, previous?: object): void {
    const event: Stripe.EventBase = {
      id: this.newId("evt"),
      object: "event",
      api_version: apiVersion,
      created: this.now(),
      data: previous ? { object, previous_attributes: previous } : { object },
      livemode: false,
      pending_webhooks: this.webhooks.endpoints.length,
      request: this.request,
      type,
    };
    this.webhooks.send(this.events.insert(event as Stripe.Event)); // Sound: the type and its object go together.
    for (const follow of this.followers) follow(type, object);
  }

  /** Calls it with every event, when the endpoints have been told. */
  onEvent(follow: Follower): void {
    this.followers.push(follow);
  }

  /** What Stripe does once it has answered. */
  later(job: () => void): void {
    this.afterwards.push(job);
  }

  doAfterwards(): void {
    for (const job of this.afterwards.splice(0)) job();
  }
}
