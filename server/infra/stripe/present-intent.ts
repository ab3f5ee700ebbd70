import type Stripe from "stripe";
import type { PaymentAction, ProviderFee, ProviderPayment, ProviderRefund } from "../../core/payment-port.ts";
import { fromStripeAmount } from "./amounts.ts";
import { presentDispute } from "./present-dispute.ts";

/** What has to be expanded of an intent to know how it stands. */
export const intentParts = ["latest_charge.balance_transaction", "latest_charge.refunds"];

/** An intent with the parts that are asked for apart. */
export interface IntentParts {
  intent: Stripe.PaymentIntent;
  disputes: readonly Stripe.Dispute[];
  /** All of its charge's; the intent itself has the first few. */
  refunds: readonly Stripe.Refund[];
  /** What its captures brought; the charge itself has the latest. */
  captures: readonly Stripe.BalanceTransaction[];
  action: PaymentAction;
}

export function presentIntent({ intent, disputes, refunds, captures, action }: IntentParts): ProviderPayment {
  const amountOf = (amount: number) => fromStripeAmount(amount, intent.currency).amount;
  return {
    reference: intent.id,
    status: statusOf(intent),
    asked: fromStripeAmount(intent.amount, intent.currency),
    capturable: amountOf(intent.amount_capturable),
    captured: amountOf(intent.amount_received),
    declineCode: declineCodeOf(intent),
    refunds: refunds.map(presentRefund),
    disputes: disputes.map(presentDispute),
    fees: feesOf(captures, disputes),
    capturesInParts: capturesInParts(intent),
    action,
  };
}

/** A session that nobody has begun to pay yet: Stripe makes its intent when somebody does. */
export function presentSession(session: Stripe.Checkout.Session): ProviderPayment {
  return {
    reference: session.id,
    status: session.status === "expired" ? "canceled" : "pending",
    asked: fromStripeAmount(session.amount_total ?? 0, session.currency ?? ""),
    capturable: 0,
    captured: 0,
    declineCode: null,
    refunds: [],
    disputes: [],
    fees: [],
    capturesInParts: false,
    action: actionOfSession(session),
  };
}

export function actionOfSession({ status, url }: Stripe.Checkout.Session): PaymentAction {
  return status === "open" && url !== null ? { redirectUrl: url } : {};
}

/** What the storefront's form goes on with, while there is something to do in it. */
export function actionOfIntent({ status, client_secret }: Stripe.PaymentIntent): PaymentAction {
  const isOpen = ["requires_payment_method", "requires_confirmation", "requires_action"].includes(status);
  return isOpen && client_secret !== null ? { clientSecret: client_secret } : {};
}

/** Source: https://docs.stripe.com/payments/paymentintents/lifecycle */
function statusOf({ status, last_payment_error }: Stripe.PaymentIntent): ProviderPayment["status"] {
  switch (status) {
    case "succeeded":
      return "captured";
    case "requires_capture":
      return "authorized";
    case "processing":
      return "processing";
    case "canceled":
      return "canceled";
    case "requires_payment_method":
      return last_payment_error ? "failed" : "pending";
    default:
      return "pending";
  }
}

function declineCodeOf({ last_payment_error: error }: Stripe.PaymentIntent): string | null {
  return error ? (error.decline_code ?? error.code ?? error.type) : null;
}

export function chargeOf({ latest_charge: charge }: Stripe.PaymentIntent): Stripe.Charge | undefined {
  return charge !== null && typeof charge === "object" ? charge : undefined;
}

export function refundsOf(intent: Stripe.PaymentIntent): Stripe.Charge["refunds"] {
  return chargeOf(intent)?.refunds;
}

export function isDisputed(intent: Stripe.PaymentIntent): boolean {
  return chargeOf(intent)?.disputed === true;
}

/** What its latest capture brought, once Stripe knows. */
export function latestCapture(intent: Stripe.PaymentIntent): readonly Stripe.BalanceTransaction[] {
  const entry = chargeOf(intent)?.balance_transaction;
  return entry && typeof entry === "object" ? [entry] : [];
}

export function capturesInParts(intent: Stripe.PaymentIntent): boolean {
  return chargeOf(intent)?.payment_method_details?.card?.multicapture?.status === "available";
}

export function presentRefund({
  id,
  status,
  amount,
  currency,
  metadata,
  failure_reason,
}: Stripe.Refund): ProviderRefund {
  return {
    reference: id,
    refundId: metadata?.["refundId"] ?? null,
    status: refundStatusOf(status),
    amount: fromStripeAmount(amount, currency).amount,
    failure: failure_reason ?? null,
  };
}

function refundStatusOf(status: string | null): ProviderRefund["status"] {
  if (status === "succeeded") return "succeeded";
  return status === "failed" || status === "canceled" ? "failed" : "pending";
}

/** Of captures, and of disputes, whoever wins them. */
function feesOf(
  captures: readonly Stripe.BalanceTransaction[],
  disputes: readonly Stripe.Dispute[],
): ProviderFee[] {
  const ofDisputes = disputes.flatMap(({ balance_transactions: entries }) => entries);
  return [...captures, ...ofDisputes].flatMap(({ id, fee, currency }) =>
    fee === 0 ? [] : [{ reference: id, ...fromStripeAmount(fee, currency) }],
  );
}
