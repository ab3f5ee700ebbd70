import { eq } from "drizzle-orm";
import { payments } from "../../../../db/schema/index.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { AppError, badRequest } from "../../../core/errors.ts";
import { endOpenPayment } from "../../payment/open-payment.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { refundPayment } from "../../payment/refund-payment.ts";
import { receiveMoney } from "../payment/receive-money.ts";
import type { OrderState } from "../present-order.ts";
import { leftOf, tellRefund } from "../refund-order.ts";
import { changeOrder } from "./change-order.ts";
import type { ResolvePaymentInput, StaffOrder } from "./schema.ts";

/**
 * Decides on a payment whose money is not what its order asked for. What is accepted counts as it came: what is too much of
 * it goes back, what is missing is still owed. Money in another currency can only go back.
 * @throws NOT_FOUND, VERSION_CONFLICT, BAD_REQUEST; INVALID_TRANSITION where there is nothing to decide
 */
export function resolvePayment(ctx: StaffContext, input: ResolvePaymentInput): Promise<StaffOrder> {
  const { paymentId, decision, reason = null } = input;
  const audited = { type: "order-payment-resolved", details: { paymentId, decision } } as const;
  return changeOrder(ctx, input, audited, async (tx, state) => {
    const payment = state.payments.find(({ id }) => id === paymentId);
    if (!payment) throw new AppError("NOT_FOUND");
    if (!isUndecided(payment))
      throw new AppError("INVALID_TRANSITION", { from: payment.status, to: decision });
    if (decision === "accept") await accept(tx, state, payment);
    else await giveBack(tx, payment, reason);
  });
}

function isUndecided(payment: PaymentRow): boolean {
  return payment.holdReason !== null && (payment.status === "authorized" || leftOf(payment) > 0);
}

async function accept(tx: TransactionContext, state: OrderState, payment: PaymentRow): Promise<void> {
  if (payment.currency !== state.order.currency) {
    throw badRequest("decision", "Money in another currency can only be given back");
  }
  const accepted = { ...payment, holdReason: null, updatedAt: tx.clock.now() };
  await tx.db.update(payments).set(accepted).where(eq(payments.id, payment.id));
  if (payment.capturedAmount > 0) await receiveMoney(tx, state, accepted, payment.capturedAmount);
}

/** It stays held, so that it counts for nothing if it cannot be given back. What is only authorized is let go. */
async function giveBack(tx: TransactionContext, payment: PaymentRow, reason: string | null): Promise<void> {
  if (payment.status === "authorized") await endOpenPayment(tx, payment.orderId);
  const amount = leftOf(payment);
  if (amount <= 0) return;
  const refund = await refundPayment(tx, payment, { amount, taxes: [] }, { reason });
  await tellRefund(tx, refund, payment.currency);
}
