import { and, desc, eq, isNull, lt } from "drizzle-orm";
import { payments } from "../../../db/schema/index.ts";
import { actorIdOf, type TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { sumOf } from "../../core/exact.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { type RefundPurpose, type RefundRow, refundPayment } from "../payment/refund-payment.ts";
import { recordEvent } from "./events.ts";
import type { OrderRow } from "./present-order.ts";

/**
 * Gives money back that was paid for an order, of its latest payment first. What is due for the order is the caller's to
 * say, by `creditOrder`: it is paid no less than before otherwise.
 * @throws REFUND_EXCEEDS_CAPTURED
 */
export async function refundOrder(
  tx: TransactionContext,
  order: Pick<OrderRow, "id" | "currency">,
  amount: number,
  purpose: RefundPurpose,
): Promise<RefundRow[]> {
  const refunds = await takeBack(tx, order, amount, purpose);
  for (const refund of refunds) await tellRefund(tx, refund, order.currency);
  return refunds;
}

/** The same with nothing to tell the buyer: what pays another order. @throws REFUND_EXCEEDS_CAPTURED */
export async function takeBack(
  tx: TransactionContext,
  { id: orderId, currency }: Pick<OrderRow, "id" | "currency">,
  amount: number,
  purpose: RefundPurpose,
): Promise<RefundRow[]> {
  const paid = await tx.db
    .select()
    .from(payments)
    .where(
      and(
        eq(payments.orderId, orderId),
        isNull(payments.holdReason),
        lt(payments.refundedAmount, payments.capturedAmount),
      ),
    )
    .orderBy(desc(payments.id));
  const refundable = sumOf(paid.map(refundableOf));
  if (amount > refundable) {
    throw new AppError("REFUND_EXCEEDS_CAPTURED", { refundable: { amount: refundable, currency } });
  }
  const refunds: RefundRow[] = [];
  let left = amount;
  for (const payment of paid) {
    const part = Math.min(left, refundableOf(payment));
    if (part === 0) break;
    refunds.push(await refundPayment(tx, payment, part, purpose));
    left -= part;
  }
  return refunds;
}

function refundableOf({ capturedAmount, refundedAmount }: typeof payments.$inferSelect): number {
  return capturedAmount - refundedAmount;
}

async function tellRefund(
  { db, actor, clock }: TransactionContext,
  { id: refundId, orderId, amount, reason }: RefundRow,
  currency: string,
): Promise<void> {
  const happenedAt = clock.now();
  await recordEvent(db, {
    orderId,
    type: "refunded",
    details: { refundId, amount: { amount, currency }, ...(reason !== null && { reason }) },
    actorId: actorIdOf(actor),
    happenedAt,
  });
  await enqueue(db, {
    topic: "order.refunded",
    subjectId: orderId,
    payload: { orderId, refundId },
    createdAt: happenedAt,
  });
}
