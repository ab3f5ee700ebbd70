import { type ProviderPayment, ProviderRefused } from "../../core/payment-port.ts";

type Money = ProviderPayment["asked"];

/**
 * Currencies of whose minor units Stripe has another idea than ISO 4217: so many of its units are one of ours, or so many of
 * ours one of its. Source: https://docs.stripe.com/currencies#special-cases
 */
const stripeUnitsEach: Readonly<Record<string, number>> = { ISK: 100, UGX: 100 };
const unitsEachOfStripe: Readonly<Record<string, number>> = { MGA: 100 };

/** An amount as Stripe wants it. @throws ProviderRefused for one that Stripe has no units for */
export function toStripeAmount({ amount, currency }: Money): number {
  const each = unitsEachOfStripe[currency] ?? 1;
  if (amount % each !== 0) throw new ProviderRefused("amount_not_chargeable");
  return (amount / each) * (stripeUnitsEach[currency] ?? 1);
}

/** An amount of Stripe's as we have it, a fee in parts of our units rounded; `currency` in either's spelling. */
export function fromStripeAmount(amount: number, currency: string): Money {
  const code = currency.toUpperCase();
  const [ours, theirs] = [unitsEachOfStripe[code] ?? 1, stripeUnitsEach[code] ?? 1];
  // What is rounded to nothing is 0, not -0.
  return { amount: Math.round((amount * ours) / theirs) + 0, currency: code };
}
