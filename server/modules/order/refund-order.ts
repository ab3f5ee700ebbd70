import { actorIdOf, type TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { sumOf } from "../../core/exact.ts";
import { enqueue } from "../outbox/enqueue.ts";
import type { PaymentRow } from "../payment/payments.ts";
import { type RefundPurpose, refundPayment } from "../payment/refund-payment.ts";
import type { RefundRow } from "../payment/write-refund.ts";
import { recordEvent } from "./events.ts";
import { loadOrder } from "./load-order.ts";
import type { OrderRow } from "./present-order.ts";
import { type Cost, refundTaxes, splitTaxes } from "./refund-taxes.ts";

/** What money of an order is given back for. */
export interface OrderRefundPurpose extends RefundPurpose {
  /** Where it is for certain units or shipping: what these cost. */
  cost?: Cost | undefined;
  /** The payment whose money goes back before any other's; left out, the latest. */
  paymentId?: string | undefined;
}

/**
 * Gives money back that was paid for an order, of its latest payment first. What is due for the order is the caller's to
 * say, by `creditOrder`: it is paid no less than before otherwise.
 * @throws REFUND_EXCEEDS_CAPTURED
 */
export async function refundOrder(
  tx: TransactionContext,
  order: Pick<OrderRow, "id" | "currency">,
  amount: number,
  purpose: OrderRefundPurpose,
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
  { cost, paymentId, ...purpose }: OrderRefundPurpose,
): Promise<RefundRow[]> {
  const state = await loadOrder(tx, orderId);
  const isFirst = ({ id }: PaymentRow) => id === paymentId;
  const payments = state.payments.toSorted((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
  const parts = partsOf(payments, amount);
  if (!parts) {
    const refundable = sumOf(state.payments.map(refundableOf));
    throw new AppError("REFUND_EXCEEDS_CAPTURED", { refundable: { amount: refundable, currency } });
  }
  const taxes = splitTaxes(
    refundTaxes(state, amount, cost),
    parts.map((part) => part.amount),
  );
  const refunds: RefundRow[] = [];
  for (const [index, part] of parts.entries()) {
    const what = { amount: part.amount, taxes: taxes[index] ?? [] };
    refunds.push(await refundPayment(tx, part.payment, what, purpose));
  }
  return refunds;
}

/** Of which payments how much goes back; undefined where they have not so much. */
function partsOf(payments: readonly PaymentRow[], amount: number) {
  let left = amount;
  const parts = payments.map((payment) => {
    const part = Math.min(left, refundableOf(payment));
    left -= part;
    return { payment, amount: part };
  });
  return left > 0 ? undefined : parts.filter((part) => part.amount > 0);
}

/** What is there to give back: nothing of what a person has to look at first, nor of what a bank holds back. */
export function refundableOf(payment: PaymentRow): number {
  return payment.holdReason === null ? Math.max(leftOf(payment), 0) : 0;
}

/** What of a payment has not gone back, and is not held back by a bank. */
export function leftOf({ capturedAmount, refundedAmount, disputedAmount }: PaymentRow): number {
  return capturedAmount - refundedAmount - disputedAmount;
}

/** Tells of a refund whoever is to know of it by now. */
export function tellRefund(tx: TransactionContext, refund: RefundRow, currency: string): Promise<void> {
  return refund.status === "pending"
    ? tellRequested(tx, refund, currency)
    : tellRefunded(tx, refund, currency);
}

/** Tells staff of a refund that its provider was asked for: the buyer is told once it was given. */
async function tellRequested(
  { db, actor, clock }: TransactionContext,
  { id: refundId, orderId, amount, reason }: RefundRow,
  currency: string,
): Promise<void> {
  await recordEvent(db, {
    orderId,
    type: "refund-requested",
    details: { refundId, amount: { amount, currency }, ...(reason !== null && { reason }) },
    actorId: actorIdOf(actor),
    happenedAt: clock.now(),
  });
}

/** Tells everybody of a refund that was given. */
export async function tellRefunded(
  { db, actor, clock }: TransactionContext,
  { id: refundId, orderId, amount, reason }: Pick<RefundRow, "id" | "orderId" | "amount" | "reason">,
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
