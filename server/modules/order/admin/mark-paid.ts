import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { capturePayment } from "../../payment/capture-payment.ts";
import { isLive } from "../../payment/machine.ts";
import { isByHand } from "../../payment/manual.ts";
import { endOpenPayment } from "../../payment/open-payment.ts";
import { blankPayment, type PaymentRow } from "../../payment/payments.ts";
import { insertPayment } from "../../payment/write-payment.ts";
import { balanceOf } from "../balance.ts";
import { receiveMoney } from "../payment/receive-money.ts";
import type { OrderState } from "../present-order.ts";
import { changeOrder } from "./change-order.ts";
import type { MarkPaidInput, StaffOrder } from "./schema.ts";

/**
 * Says that the money has come that an order is waiting for, or else that of its latest payment. What a provider was to
 * bring came otherwise then.
 * @throws NOT_FOUND, VERSION_CONFLICT, INVALID_TRANSITION for what is paid
 */
export function markPaid(ctx: StaffContext, input: MarkPaidInput): Promise<StaffOrder> {
  return changeOrder(ctx, input, { type: "order-paid" }, async (tx, state) => {
    const waiting = state.payments.find(isLive) ?? state.payments[0];
    const { id } = isByHand(waiting) ? waiting : await replaceByHand(tx, state, waiting);
    const captured = await capturePayment(tx, id);
    await receiveMoney(tx, state, captured, captured.amount);
  });
}

/** A provider alone says what came through it: people write their own attempt for what is missing, and end its. */
async function replaceByHand(
  tx: TransactionContext,
  { order, payments }: OrderState,
  { status }: PaymentRow,
): Promise<PaymentRow> {
  const { captured, refunded } = balanceOf(order, payments);
  const amount = order.totalAmount - order.creditedAmount - captured + refunded;
  if (amount <= 0) throw new AppError("INVALID_TRANSITION", { from: status, to: "captured" });
  await endOpenPayment(tx, order.id);
  const { id: orderId, currency } = order;
  const payment = blankPayment({ orderId, amount, currency, now: tx.clock.now() });
  await insertPayment(tx.db, payment);
  return payment;
}
