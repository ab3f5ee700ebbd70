import type { ServiceContext } from "../../../core/context.ts";
import { ProviderRefused } from "../../../core/payment-port.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import type { OrderState } from "../present-order.ts";
import { askProvider, throughProvider } from "./ask-provider.ts";
import { loadOfPayment } from "./of-payment.ts";
import { syncPayment } from "./sync-payment.ts";

/**
 * Has its provider let go of an attempt, and takes in how it ended: it may have been paid before.
 * @throws ProviderUnavailable, ProviderRefused
 */
export async function cancelAtProvider(
  ctx: ServiceContext,
  order: Pick<OrderState, "order">,
  payment: PaymentRow,
): Promise<void> {
  const attempt = throughProvider(ctx, payment);
  if (!attempt) return;
  const { id, method } = attempt.payment;
  const reference = payment.reference ?? (await askProvider(ctx, order, attempt)).reference;
  await syncPayment(ctx, id, await attempt.gateway.cancel({ id, method, reference }));
}

/** Does so for an attempt that has ended here. One that the provider never took has nothing to let go of. */
export async function letGo(ctx: ServiceContext, { paymentId }: { paymentId: string }): Promise<void> {
  const { state, payment } = await loadOfPayment(ctx, paymentId);
  try {
    await cancelAtProvider(ctx, state, payment);
  } catch (error) {
    const wasNeverThere = error instanceof ProviderRefused && payment.reference === null;
    if (!wasNeverThere) throw error;
  }
}
