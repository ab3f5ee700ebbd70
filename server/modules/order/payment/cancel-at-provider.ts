import type { ServiceContext } from "../../../core/context.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { gatewayOf } from "../../payment/providers.ts";
import { syncPayment } from "./sync-payment.ts";

/**
 * Ends an attempt at its provider before it has ended here, and takes in how that went: it may have been paid. What the
 * provider does not know of needs no end there. @throws ProviderUnavailable, ProviderRefused
 */
export async function cancelAtProvider(
  ctx: ServiceContext,
  { id, provider, method, reference }: PaymentRow,
): Promise<void> {
  const gateway = gatewayOf(ctx, provider);
  if (!gateway || reference === null || method === "exchange") return;
  await syncPayment(ctx, id, await gateway.cancel({ id, method, reference }));
}
