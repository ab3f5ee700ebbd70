import type { FaultKind } from "../../helpers/stripe/faults.ts";
import type { WebhookMischief } from "../../helpers/stripe/webhooks.ts";
import type { StripeServer } from "../../helpers/stripe-server.ts";

/** Of all calls so many. */
const onBadDays: Record<FaultKind, number> = {
  latency: 0.15,
  rate_limit: 0.03,
  error_before: 0.04,
  error_after: 0.03,
  reset_before: 0.04,
  reset_after: 0.05,
  hang_before: 0.002,
  hang_after: 0.002,
};

const outage: Partial<Record<FaultKind, number>> = { error_before: 0.4, reset_before: 0.3, reset_after: 0.3 };

/** Of all webhooks so many. */
const lostOnTheWay: Record<WebhookMischief, number> = { drop: 0.15, duplicate: 0.15, delay: 0.4 };

/** In milliseconds. */
const longestDelay = 1_000;

/** Everything that can go wrong between a shop and its provider does, now and then. */
export function makeTrouble({ faults, webhooks }: StripeServer, seed: number): void {
  faults.atRandom(seed, onBadDays);
  webhooks.atRandom(seed, lostOnTheWay);
  webhooks.longestDelay = longestDelay;
}

/** No call comes through, though some take effect. */
export function breakDown({ faults }: StripeServer, seed: number): void {
  faults.atRandom(seed, outage);
}

export function endTrouble({ faults, webhooks }: StripeServer): void {
  faults.stop();
  webhooks.stop();
}
