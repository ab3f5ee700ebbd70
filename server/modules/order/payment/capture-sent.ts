import type { ServiceContext } from "../../../core/context.ts";
import { askProvider, knownAttempt, throughProvider } from "./ask-provider.ts";
import { decideCapture } from "./decide-capture.ts";
import { loadOfPayment } from "./of-payment.ts";
import { syncPayment } from "./sync-payment.ts";

/**
 * Takes what is due by now of money that was authorized. What the provider has is asked first: an answer that was lost
 * may have taken it. @throws ProviderUnavailable, ProviderRefused
 */
export async function captureSent(ctx: ServiceContext, { paymentId }: { paymentId: string }): Promise<void> {
  const seen = await loadOfPayment(ctx, paymentId);
  const attempt = throughProvider(ctx, seen.payment);
  if (!attempt) return;
  const told = await askProvider(ctx, seen.state, attempt);
  await syncPayment(ctx, paymentId, told);
  const { state, payment } = await loadOfPayment(ctx, paymentId);
  const capture = decideCapture(state, payment, told);
  if (!capture) return;
  await syncPayment(ctx, paymentId, await attempt.gateway.capture(knownAttempt(attempt, told), capture));
}
