import { eq } from "drizzle-orm";
import { payments } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { originOf } from "./exchange-payment.ts";
import { soonAfter } from "./next-check.ts";
import type { PaymentRow } from "./payments.ts";
import { type NewRefund, type RefundRow, writeRefund } from "./write-refund.ts";

/** What a refund is for. */
export interface RefundPurpose {
  /** In the words of whoever gives it. */
  reason: string | null;
  /** The return that it is for, if any. */
  returnId?: string | null;
  /** The order that it pays instead of going back to the buyer, if any. */
  paidOrderId?: string | null;
  /** Whether a person hands it over, past the payment's provider. */
  isByHand?: boolean | undefined;
}

/**
 * Gives a part of a captured payment back: at once where people hand it over, else once its provider was asked to, which
 * an event does. That no more goes back than came is kept by `payments_refunded_within_captured`.
 */
export async function refundPayment(
  tx: TransactionContext,
  payment: PaymentRow,
  part: Pick<NewRefund, "amount" | "taxes">,
  { reason, returnId = null, paidOrderId = null, isByHand = false }: RefundPurpose,
): Promise<RefundRow> {
  const provider = isByHand ? "manual" : payment.provider;
  const status = provider === "manual" || paidOrderId !== null ? "succeeded" : "pending";
  const refund = await writeRefund(tx, payment, { ...part, provider, status, reason, returnId, paidOrderId });
  if (status === "pending") await requestRefund(tx, payment, refund);
  return refund;
}

/** Where the event is given up at last, checks go on. */
async function requestRefund(
  { db }: TransactionContext,
  payment: PaymentRow,
  { id: refundId, createdAt }: RefundRow,
): Promise<void> {
  await enqueue(db, { topic: "refund.requested", subjectId: refundId, payload: { refundId }, createdAt });
  await db
    .update(payments)
    .set({ checkAt: soonAfter(createdAt) })
    .where(eq(payments.id, originOf(payment)));
}
