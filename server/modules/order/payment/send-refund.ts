import { eq } from "drizzle-orm";
import { refunds } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { ServiceContext, TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { ProviderRefused } from "../../../core/payment-port.ts";
import type { RefundRow } from "../../payment/write-refund.ts";
import { advanceOrder } from "../advance-order.ts";
import { askProvider, knownAttempt, type ProviderAttempt, throughProvider } from "./ask-provider.ts";
import { moveRefund } from "./move-refund.ts";
import { loadOfPayment } from "./of-payment.ts";

type Answer = Parameters<typeof moveRefund>[3];

/**
 * Has its provider give a refund that was asked for, once, and takes in what became of it. @throws ProviderUnavailable;
 * PAYMENT_UNAVAILABLE where its provider is no longer configured
 */
export async function sendRefund(ctx: ServiceContext, { refundId }: { refundId: string }): Promise<void> {
  const refund = await findRefund(ctx, refundId);
  if (refund.status !== "pending" || refund.reference !== null) return;
  const { state, payment } = await loadOfPayment(ctx, refund.paymentId);
  const attempt = throughProvider(ctx, payment);
  if (!attempt) throw new AppError("PAYMENT_UNAVAILABLE");
  const answer = await ask(ctx, state, attempt, refund);
  const nobody = { ...ctx, actor: { type: "anonymous" } } as const;
  await transact<ServiceContext, void>(nobody, async (tx) => {
    await moveRefund(tx, payment, await findRefund(tx, refundId), answer);
    await advanceOrder(tx, payment.orderId);
  });
}

/** What the provider has is asked first: it knows a key for a day, and an answer may have been lost longer ago. */
async function ask(
  ctx: ServiceContext,
  state: Parameters<typeof askProvider>[1],
  attempt: ProviderAttempt,
  { id, amount }: RefundRow,
): Promise<Answer> {
  const standing = await askProvider(ctx, state, attempt);
  const given = standing.refunds.find(({ refundId }) => refundId === id);
  if (given) return given;
  const { currency } = attempt.payment;
  try {
    return await attempt.gateway.refund(knownAttempt(attempt, standing), { id, amount, currency });
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error;
    return { status: "failed", reference: null, failure: error.code };
  }
}

async function findRefund({ db }: ServiceContext | TransactionContext, id: string): Promise<RefundRow> {
  const [refund] = await db.select().from(refunds).where(eq(refunds.id, id));
  if (!refund) throw new AppError("NOT_FOUND");
  return refund;
}
