import Stripe from "stripe";
import { ProviderRefused, ProviderUnavailable } from "../../core/payment-port.ts";

/**
 * What a failed call means. A card or a request that Stripe would not take did nothing; anything else may have done it: a
 * lost answer, a server that failed, a key that is in use by the same call a moment before. A wrong secret key is the shop's
 * own fault, which trying again after it is mended heals.
 */
export function failureOf(error: unknown): Error {
  if (error instanceof ProviderRefused) return error;
  const isRefusal =
    error instanceof Stripe.errors.StripeCardError ||
    error instanceof Stripe.errors.StripeInvalidRequestError;
  if (isRefusal && error.statusCode !== 409) {
    return new ProviderRefused(error.decline_code ?? error.code ?? "invalid_request", { cause: error });
  }
  const reason = error instanceof Stripe.errors.StripeError ? error.type : failureName(error);
  return new ProviderUnavailable(`Stripe did not answer: ${reason}`, { cause: error });
}

const failureName = (error: unknown) => (error instanceof Error ? error.name : "unknown");

/** Does it, and throws what its failure means. @throws ProviderUnavailable, ProviderRefused */
export async function asking<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw failureOf(error);
  }
}
