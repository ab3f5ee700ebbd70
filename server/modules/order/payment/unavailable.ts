import { AppError } from "../../../core/errors.ts";
import { ProviderRefused, ProviderUnavailable } from "../../../core/payment-port.ts";

/** Whether a call of a provider came to nothing that can be told. */
export function isProviderFault(error: unknown): boolean {
  return error instanceof ProviderUnavailable || error instanceof ProviderRefused;
}

/** Does what needs a provider's answer. @throws PAYMENT_UNAVAILABLE where there is none, what else `ask` throws */
export async function orUnavailable<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw isProviderFault(error) ? new AppError("PAYMENT_UNAVAILABLE") : error;
  }
}
