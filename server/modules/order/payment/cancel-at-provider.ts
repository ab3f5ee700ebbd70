import type { ServiceContext } from "../../../core/context.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { knownAttempt, throughProvider } from "./ask-provider.ts";
import { syncPayment } from "./sync-payment.ts";

/**
 * Ends an attempt at its provider before it has ended here, and takes in how that went: it may have been paid. What the
 * provider does not know of needs no end there. @throws ProviderUnavailable, ProviderRefused
 */
export async function cancelAtProvider(ctx: ServiceContext, payment: PaymentRow): Promise<void> {
  const { id, reference } = payment;
  const attempt = throughProvider(ctx, payment);
  if (!attempt || reference === null) return;
  await syncPayment(ctx, id, await attempt.gateway.cancel(knownAttempt(attempt, { reference })));
}
