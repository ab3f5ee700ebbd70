import type { ServiceContext } from "../../../core/context.ts";
import { gatewayOf } from "../../payment/providers.ts";
import { askProvider } from "./ask-provider.ts";
import { decideCapture } from "./decide-capture.ts";
import { loadPayment } from "./load-payment.ts";
import { syncPayment } from "./sync-payment.ts";

/**
 * Takes what is due by now of money that was authorized. What the provider has is asked first: an answer that was lost
 * may have taken it. @throws ProviderUnavailable, ProviderRefused
 */
export async function captureSent(ctx: ServiceContext, { paymentId }: { paymentId: string }): Promise<void> {
  const seen = await loadPayment(ctx, paymentId);
  const { id, provider, method } = seen.payment;
  const gateway = gatewayOf(ctx, provider);
  if (!gateway || method === "exchange") return;
  const told = await askProvider(ctx, seen.state, seen.payment);
  await syncPayment(ctx, id, told);
  const { state, payment } = await loadPayment(ctx, id);
  const capture = decideCapture(state, payment, told);
  if (!capture) return;
  await syncPayment(ctx, id, await gateway.capture({ id, method, reference: told.reference }, capture));
}
