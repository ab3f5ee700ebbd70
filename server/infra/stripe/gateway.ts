import Stripe from "stripe";
import { type KnownAttempt, type PaymentGateway, ProviderRefused } from "../../core/payment-port.ts";
import { toStripeAmount } from "./amounts.ts";
import { beginCheckout, beginIntent } from "./begin.ts";
import { asking } from "./failures.ts";
import { listPayouts } from "./payouts.ts";
import { presentRefund } from "./present-intent.ts";
import { readNotice } from "./read-notice.ts";
import { openIntent, openSession, readPayment } from "./read-payment.ts";

export interface StripeOptions {
  /** `sk_…` or `rk_…`. */
  secretKey: string;
  /** `whsec_…`, each good; none where the shop asks by itself alone. */
  webhookSecrets: readonly string[];
  /** Another server than Stripe's, that speaks as it does. */
  apiUrl?: string | undefined;
}

/** In milliseconds: one try waits no longer, of up to three in the time that whoever asks has. */
const timeout = 8_000;

/** Payments through Stripe: intents for its form in the storefront's page, Checkout for a page of its own. */
export function createStripeGateway({ secretKey, webhookSecrets, apiUrl }: StripeOptions): PaymentGateway {
  const stripe = new Stripe(secretKey, {
    httpClient: Stripe.createFetchHttpClient(),
    maxNetworkRetries: 2,
    timeout,
    telemetry: false,
    ...(apiUrl !== undefined && serverAt(apiUrl)),
  });

  return {
    begin: (attempt) =>
      asking(() =>
        attempt.method === "hosted_page" ? beginCheckout(stripe, attempt) : beginIntent(stripe, attempt),
      ),

    read: (attempt) => asking(() => readPayment(stripe, attempt)),

    capture: (attempt, { key, final, ...money }) =>
      thenRead(stripe, attempt, () =>
        stripe.paymentIntents.capture(
          attempt.reference,
          { amount_to_capture: toStripeAmount(money), final_capture: final },
          { idempotencyKey: key },
        ),
      ),

    cancel: (attempt) =>
      thenRead(stripe, attempt, async () => {
        // An intent of Checkout's ends with its session, and in no other way while that is open.
        const session = await openSession(stripe, attempt);
        if (session) return stripe.checkout.sessions.expire(session.id);
        const intent = await openIntent(stripe, attempt);
        return intent && stripe.paymentIntents.cancel(intent.id);
      }),

    refund: ({ id, reference }, { id: refundId, ...money }) =>
      asking(async () =>
        presentRefund(
          await stripe.refunds.create(
            {
              payment_intent: reference,
              amount: toStripeAmount(money),
              metadata: { refundId, attemptId: id },
            },
            { idempotencyKey: refundId },
          ),
        ),
      ),

    readNotice: (body, headers, now) =>
      readNotice(stripe, webhookSecrets, { body, signature: headers.get("stripe-signature"), now }),

    payouts: (since, known) => asking(() => listPayouts(stripe, since, known)),
  };
}

/** Does it, and answers how the payment stands then; where it can no longer be done, how it stands as well. */
async function thenRead(stripe: Stripe, attempt: KnownAttempt, work: () => Promise<unknown>) {
  try {
    await asking(work);
  } catch (error) {
    const isPast =
      error instanceof ProviderRefused && /unexpected_state|already|resource_missing/.test(error.code);
    if (!isPast) throw error;
  }
  return asking(() => readPayment(stripe, attempt));
}

function serverAt(url: string) {
  const { protocol, hostname, port } = new URL(url);
  return { protocol: protocol === "http:" ? "http" : "https", host: hostname, port: port || "443" } as const;
}
