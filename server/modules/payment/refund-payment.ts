import { eq, sql } from "drizzle-orm";
import { rowInsert } from "../../../db/insert.ts";
import { payments, refunds } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
import { newId } from "../../core/ids.ts";
import type { PaymentRow } from "./payments.ts";

export type RefundRow = typeof refunds.$inferSelect;

/** What a refund is for. */
export interface RefundPurpose {
  /** In the words of whoever gives it. */
  reason: string | null;
  /** The return that it is for, if any. */
  returnId?: string | null;
  /** The order that it pays instead of going back to the buyer, if any. */
  paidOrderId?: string | null;
}

const insertRefund = rowInsert(refunds);

/**
 * Gives a part of a captured payment back. The manual provider's succeed at once: a person hands the money back. That no
 * more goes back than came is kept by `payments_refunded_within_captured`.
 */
export async function refundPayment(
  { db, clock }: TransactionContext,
  { id: paymentId, orderId }: PaymentRow,
  amount: number,
  { reason, returnId = null, paidOrderId = null }: RefundPurpose,
): Promise<RefundRow> {
  const now = clock.now();
  const dates = { createdAt: now, updatedAt: now };
  const refund: RefundRow = {
    id: newId("ref"),
    orderId,
    paymentId,
    returnId,
    paidOrderId,
    status: "succeeded",
    amount,
    reference: null,
    failure: null,
    reason,
    ...dates,
  };
  await db
    .update(payments)
    .set({ refundedAmount: sql`${payments.refundedAmount} + ${amount}`, updatedAt: now })
    .where(eq(payments.id, paymentId));
  await insertRefund(db, refund);
  return refund;
}
