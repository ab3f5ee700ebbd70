import type { Stripe } from "stripe";

/** An object as Stripe keeps it: what can be expanded is an id. */
type Unexpanded<T, Key extends keyof T> = Omit<T, Key> & { [P in Key]: Extract<T[P], string | null> };

export type PaymentMethod = Unexpanded<Stripe.PaymentMethod, "customer">;
export type Intent = Unexpanded<Stripe.PaymentIntent, "latest_charge" | "payment_method">;
export type Charge = Unexpanded<
  Stripe.Charge,
  "balance_transaction" | "failure_balance_transaction" | "payment_intent"
>;
export type Refund = Unexpanded<
  Stripe.Refund,
  "balance_transaction" | "charge" | "failure_balance_transaction" | "payment_intent"
>;
export type Dispute = Unexpanded<Stripe.Dispute, "charge" | "payment_intent">;
export type BalanceTransaction = Unexpanded<Stripe.BalanceTransaction, "source">;
export type Payout = Unexpanded<Stripe.Payout, "balance_transaction">;
export type Session = Unexpanded<Stripe.Checkout.Session, "payment_intent">;
