import type Stripe from "stripe";
import type { KnownAttempt, PaymentAction, ProviderPayment } from "../../core/payment-port.ts";
import {
  actionOfIntent,
  actionOfSession,
  capturesInParts,
  chargeOf,
  intentParts,
  isDisputed,
  latestCapture,
  presentIntent,
  presentSession,
  refundsOf,
} from "./present-intent.ts";

/** An attempt's reference is its session until somebody began to pay that, and the intent from then on. */
const isSession = (reference: string) => reference.startsWith("cs_");

/** How an attempt stands, by all that there is of it. */
export async function readPayment(stripe: Stripe, attempt: KnownAttempt): Promise<ProviderPayment> {
  if (!isSession(attempt.reference)) return readIntent(stripe, attempt, attempt.reference);
  const session = await stripe.checkout.sessions.retrieve(attempt.reference);
  const intent = idOf(session.payment_intent);
  return intent === null ? presentSession(session) : readIntent(stripe, attempt, intent);
}

async function readIntent(
  stripe: Stripe,
  attempt: KnownAttempt,
  reference: string,
): Promise<ProviderPayment> {
  const intent = await stripe.paymentIntents.retrieve(reference, { expand: intentParts });
  const [refunds, disputes, captures, action] = await Promise.all([
    listRefunds(stripe, intent),
    listDisputes(stripe, intent),
    listCaptures(stripe, intent),
    actionOf(stripe, attempt, intent),
  ]);
  return presentIntent({ intent, refunds, disputes, captures, action });
}

/** The ten latest stand in the charge itself. */
async function listRefunds(stripe: Stripe, intent: Stripe.PaymentIntent): Promise<readonly Stripe.Refund[]> {
  const first = refundsOf(intent);
  if (!first?.has_more) return first?.data ?? [];
  return Array.fromAsync(stripe.refunds.list({ payment_intent: intent.id, limit: 100 }));
}

async function listDisputes(
  stripe: Stripe,
  intent: Stripe.PaymentIntent,
): Promise<readonly Stripe.Dispute[]> {
  if (!isDisputed(intent)) return [];
  return Array.fromAsync(stripe.disputes.list({ payment_intent: intent.id, limit: 100 }));
}

async function listCaptures(
  stripe: Stripe,
  intent: Stripe.PaymentIntent,
): Promise<readonly Stripe.BalanceTransaction[]> {
  const charge = chargeOf(intent);
  if (!charge || !capturesInParts(intent)) return latestCapture(intent);
  return Array.fromAsync(stripe.balanceTransactions.list({ source: charge.id, limit: 100 }));
}

async function actionOf(
  stripe: Stripe,
  attempt: KnownAttempt,
  intent: Stripe.PaymentIntent,
): Promise<PaymentAction> {
  if (attempt.method !== "hosted_page") return actionOfIntent(intent);
  const session = await openSession(stripe, { ...attempt, reference: intent.id });
  return session ? actionOfSession(session) : {};
}

/** The page of an attempt, as long as it can be paid there. */
export async function openSession(
  stripe: Stripe,
  { method, reference }: KnownAttempt,
): Promise<Stripe.Checkout.Session | undefined> {
  if (method !== "hosted_page") return undefined;
  const session = isSession(reference)
    ? await stripe.checkout.sessions.retrieve(reference)
    : (await stripe.checkout.sessions.list({ payment_intent: reference, limit: 1 })).data[0];
  return session?.status === "open" ? session : undefined;
}

/** The intent of an attempt, unless there is nothing left to end of it. */
export async function openIntent(
  stripe: Stripe,
  { reference }: KnownAttempt,
): Promise<Stripe.PaymentIntent | undefined> {
  const id = isSession(reference)
    ? idOf((await stripe.checkout.sessions.retrieve(reference)).payment_intent)
    : reference;
  if (id === null) return undefined;
  const intent = await stripe.paymentIntents.retrieve(id);
  return ["succeeded", "canceled", "processing"].includes(intent.status) ? undefined : intent;
}

function idOf(part: string | { id: string } | null): string | null {
  return typeof part === "object" ? (part?.id ?? null) : part;
}
