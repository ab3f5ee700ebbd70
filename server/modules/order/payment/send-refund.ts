import { eq } from "drizzle-orm";
import { refunds } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import {
  type KnownAttempt,
  type PaymentGateway,
  ProviderRefused,
  type RefundRequest,
} from "../../../core/payment-port.ts";
import { originOf } from "../../payment/exchange-payment.ts";
import { isUnsent, type RefundRow } from "../../payment/write-refund.ts";
import { advanceOrder } from "../advance-order.ts";
import { askProvider, knownAttempt, throughProvider } from "./ask-provider.ts";
import { moveRefund, type ToldRefund } from "./move-refund.ts";
import { loadOfPayment } from "./of-payment.ts";
import { syncPayment } from "./sync-payment.ts";

/**
 * Has its provider give a refund that was asked for, once, and takes in what became of it. What the provider has is asked
 * first: it knows a key for a day alone, and an answer may have been lost longer ago.
 * @throws ProviderUnavailable; PAYMENT_UNAVAILABLE where its provider is no longer configured
 */
export async function sendRefund(ctx: ServiceContext, { refundId }: { refundId: string }): Promise<void> {
  const asked = await findRefund(ctx, refundId);
  if (!isUnsent(asked)) return;
  const { payment: refunded } = await loadOfPayment(ctx, asked.paymentId);
  const paymentId = originOf(refunded);
  const { state, payment } = await loadOfPayment(ctx, paymentId);
  const attempt = throughProvider(ctx, payment);
  if (!attempt) throw new AppError("PAYMENT_UNAVAILABLE");
  const standing = await askProvider(ctx, state, attempt);
  await syncPayment(ctx, paymentId, standing);
  const refund = await findRefund(ctx, refundId);
  if (!isUnsent(refund)) return;
  const request = { id: refundId, amount: refund.amount, currency: payment.currency };
  const told = await ask(attempt.gateway, knownAttempt(attempt, standing), request);
  const nobody = { ...ctx, actor: { type: "anonymous" } } as const;
  await transact<ServiceContext, void>(nobody, async (tx) => {
    await moveRefund(tx, refunded, await findRefund(tx, refundId), told);
    await advanceOrder(tx, refunded.orderId);
  });
}

async function ask(
  gateway: PaymentGateway,
  attempt: KnownAttempt,
  refund: RefundRequest,
): Promise<ToldRefund> {
  try {
    return await gateway.refund(attempt, refund);
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error;
    return { status: "failed", reference: null, failure: error.code };
  }
}

async function findRefund({ db }: ServiceContext, id: string): Promise<RefundRow> {
  const [refund] = await db.select().from(refunds).where(eq(refunds.id, id));
  if (!refund) throw new AppError("NOT_FOUND");
  return refund;
}
