import { rowInsert } from "../../../db/insert.ts";
import { refunds } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
import { newId } from "../../core/ids.ts";
import { moveMoneyOf } from "./move-money.ts";
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
 * Gives a part of a captured payment back. That no more goes back than came is kept by `payments_refunded_within_captured`.
 */
export async function refundPayment(
  { db, clock }: TransactionContext,
  payment: PaymentRow,
  amount: number,
  { reason, returnId = null, paidOrderId = null }: RefundPurpose,
): Promise<RefundRow> {
  const now = clock.now();
  const { id: paymentId, orderId } = payment;
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
  const kind = paidOrderId === null ? "refunded" : "exchanged_out";
  await moveMoneyOf(db, payment, { kind, amount, sourceId: refund.id, movedAt: now });
  await insertRefund(db, refund);
  return refund;
}
