import type { TransactionContext } from "../../../core/context.ts";
import type { ProviderRefund } from "../../../core/payment-port.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { refundsBy } from "../../payment/refunds-by.ts";
import { isUnsent, type RefundRow, writeRefund } from "../../payment/write-refund.ts";
import { advanceOrder } from "../advance-order.ts";
import { loadOrder } from "../load-order.ts";
import { leftOf, tellRefunded } from "../refund-order.ts";
import { refundTaxes } from "../refund-taxes.ts";
import { alertStaff } from "./alert-staff.ts";
import { forgive } from "./forgive.ts";
import { moveRefund } from "./move-refund.ts";
import { loadOfPayment } from "./of-payment.ts";

/**
 * Takes in how the refunds of a payment stand at its provider: ours, and those that somebody gave there, past us. What
 * failed comes first: it leaves room for what was given instead.
 */
export async function settleRefunds(
  tx: TransactionContext,
  payment: PaymentRow,
  told: readonly ProviderRefund[],
): Promise<void> {
  const isFailed = ({ status }: ProviderRefund) => status === "failed";
  for (const each of told.toSorted((a, b) => Number(isFailed(b)) - Number(isFailed(a)))) {
    const refund = await findRefund(tx, payment, each);
    if (refund?.paymentId === payment.id) await moveRefund(tx, payment, refund, each);
    else if (refund) await moveOfExchange(tx, refund, each);
    else if (!isFailed(each)) await takeInForeign(tx, payment, each);
  }
}

async function findRefund(
  tx: TransactionContext,
  payment: PaymentRow,
  { refundId, reference }: ProviderRefund,
): Promise<RefundRow | undefined> {
  const known = await refundsBy(tx, payment.id);
  return known.find((refund) => refund.reference === reference || refund.id === refundId);
}

/** Another order's, that was paid by this payment's money. */
async function moveOfExchange(
  tx: TransactionContext,
  refund: RefundRow,
  told: ProviderRefund,
): Promise<void> {
  const { payment } = await loadOfPayment(tx, refund.paymentId);
  await moveRefund(tx, payment, refund, told);
  await advanceOrder(tx, refund.orderId);
}

/** Writes down what somebody gave back at the provider, and asks for it no more. */
async function takeInForeign(
  tx: TransactionContext,
  payment: PaymentRow,
  { reference, status, amount }: ProviderRefund,
): Promise<void> {
  const { provider, orderId, currency } = payment;
  await makeRoom(tx, payment, amount);
  const taxes = refundTaxes(await loadOrder(tx, orderId), amount);
  const given = { provider, status, amount, taxes, reason: null, reference };
  const refund = await writeRefund(tx, payment, given);
  if (payment.holdReason === null) await forgive(tx, orderId, amount);
  if (status === "succeeded") await tellRefunded(tx, refund, currency);
}

/**
 * Takes refunds of ours to have failed, the latest first, where what was given at the provider leaves it no money for
 * them: it does not know them yet, and will refuse them. If there is too little all the same, people gave it by hand as
 * well, or it pays another order: staff are told.
 */
async function makeRoom(
  tx: TransactionContext,
  { id: paymentId }: PaymentRow,
  amount: number,
): Promise<void> {
  const { state, payment } = await loadOfPayment(tx, paymentId);
  let missing = amount - leftOf(payment);
  for (const refund of state.refunds.toReversed()) {
    if (missing <= 0) return;
    if (refund.paymentId !== paymentId || !isUnsent(refund)) continue;
    await moveRefund(tx, payment, refund, { status: "failed", reference: null, failure: null });
    missing -= refund.amount;
  }
  if (missing > 0) await alertStaff(tx, payment, "refunded_twice");
}
