import { Stripe } from "stripe";
import type { WebhookEndpoint } from "./stripe/webhooks.ts";

export interface WebhookInbox extends AsyncDisposable {
  endpoint: WebhookEndpoint;
  /** What came and was signed for it, in the order in which it came. */
  events: Stripe.Event[];
  types(): string[];
  /** How many came whose signature is another's. */
  forged(): number;
  /** Answers the next ones with that status, before they count as received. */
  refuseNext(times: number, status?: number): void;
}

/** Somebody who receives webhooks and believes only what the real package verifies. */
export function startInbox(secrets: string[] = [`whsec_${crypto.randomUUID()}`]): WebhookInbox {
  const events: Stripe.Event[] = [];
  const crypt = Stripe.createSubtleCryptoProvider();
  let refusals = { left: 0, status: 500 };
  let forged = 0;
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const body = await request.text();
      if (refusals.left > 0) {
        refusals.left -= 1;
        return new Response(null, { status: refusals.status });
      }
      const signature = request.headers.get("stripe-signature") ?? "";
      try {
        events.push(
          await Stripe.webhooks.constructEventAsync(body, signature, secrets.at(-1) ?? "", undefined, crypt),
        );
      } catch {
        forged += 1;
      }
      return new Response(null);
    },
  });
  return {
    endpoint: { url: server.url.href, secrets },
    events,
    types: () => events.map(({ type }) => type),
    forged: () => forged,
    refuseNext(times, status = 500) {
      refusals = { left: times, status };
    },
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}
