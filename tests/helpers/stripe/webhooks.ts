import { createHmac } from "node:crypto";
import type { Stripe } from "stripe";
import type { Clock } from "../../../server/core/ports.ts";
import { Mischief } from "./mischief.ts";

export interface WebhookEndpoint {
  url: string;
  /** Each signs; a second one stands beside the first while it is rolled. */
  secrets: string[];
  /** The types it wants; all by default. */
  events?: readonly Stripe.Event.Type[];
}

export interface Delivery {
  endpoint: WebhookEndpoint;
  event: Stripe.Event;
}

/** `delay` also puts them in another order. */
export type WebhookMischief = "drop" | "duplicate" | "delay";

const tries = 6;
const firstPause = 20;
const answerWithin = 10_000;

/** Sends events as Stripe does: signed, in no promised order, again when they are not acknowledged with 2xx. */
export class Webhooks extends Mischief<WebhookMischief> {
  readonly endpoints: WebhookEndpoint[] = [];
  /** What no try has delivered. */
  readonly undelivered: Delivery[] = [];
  /** The longest that `delay` takes, in milliseconds. */
  longestDelay = 50;
  private readonly underWay = new Set<Promise<void>>();
  private readonly closing = new AbortController();
  private held: Delivery[] | null = null;

  constructor(private readonly clock: Clock) {
    super();
  }

  send(event: Stripe.Event): void {
    for (const endpoint of this.endpoints) {
      if (endpoint.events && !endpoint.events.includes(event.type)) continue;
      const mischief = this.take(event.type);
      const copies = mischief === "drop" ? 0 : mischief === "duplicate" ? 2 : 1;
      const pause = mischief === "delay" ? this.longestDelay * this.shareOfPause() : 0;
      for (let copy = 0; copy < copies; copy++) this.dispatch({ endpoint, event }, pause);
    }
  }

  /** Keeps what is sent from now on. */
  hold(): void {
    this.held ??= [];
  }

  /** Sends what was kept, one after the other. */
  async release(order: "sent" | "reversed" = "sent"): Promise<void> {
    const kept = this.held ?? [];
    this.held = null;
    for (const delivery of order === "reversed" ? kept.toReversed() : kept) {
      await this.deliver(delivery, 0);
    }
  }

  /** Tries again what no try has delivered. */
  redeliver(): void {
    for (const delivery of this.undelivered.splice(0)) this.dispatch(delivery, 0);
  }

  /** Resolves when everything sent is acknowledged or given up; what is held does not count. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  close(): void {
    this.closing.abort();
  }

  private dispatch(delivery: Delivery, pause: number): void {
    if (this.held) {
      this.held.push(delivery);
      return;
    }
    const work = this.deliver(delivery, pause).finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  private async deliver(delivery: Delivery, pause: number): Promise<void> {
    if (pause > 0) await Bun.sleep(pause);
    for (let tried = 0; tried < tries && !this.closing.signal.aborted; tried++) {
      if (await this.isAcknowledged(delivery)) return;
      if (tried < tries - 1) await Bun.sleep(firstPause * 2 ** tried);
    }
    this.undelivered.push(delivery);
  }

  private async isAcknowledged({ endpoint, event }: Delivery): Promise<boolean> {
    const body = JSON.stringify(event, null, 2);
    try {
      const answer = await fetch(endpoint.url, {
        method: "POST",
        headers: {
          "content-type": "application/json; charset=utf-8",
          "stripe-signature": signatureOf(body, endpoint.secrets, this.clock.now()),
          "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        },
        body,
        redirect: "manual",
        signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(answerWithin)]),
      });
      await answer.body?.cancel();
      return answer.ok;
    } catch {
      return false;
    }
  }
}

/** https://docs.stripe.com/webhooks#verify-manually */
export function signatureOf(body: string, secrets: readonly string[], at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  const signatures = secrets.map(
    (secret) => `v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`,
  );
  return [`t=${seconds}`, ...signatures].join(",");
}
