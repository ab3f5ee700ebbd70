import { actorIdOf, type TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { capturePayment } from "../payment/capture-payment.ts";
import { recordEvent } from "./events.ts";
import type { OrderState } from "./present-order.ts";
import { reviveOrder } from "./revive-order.ts";
import { settleOrder } from "./settle-order.ts";

const endedReason = "The order had ended before its payment came";

/**
 * Takes in the money of an order's payment. An expired order comes back to life with it where its units are still there;
 * what comes for one that has ended otherwise goes back at once.
 * @throws NOT_FOUND, INVALID_TRANSITION for what was captured already
 */
export async function receivePayment(
  tx: TransactionContext,
  state: OrderState,
  paymentId: string,
): Promise<void> {
  const { order } = state;
  const { method, amount, orderId } = await capturePayment(tx, paymentId);
  if (orderId !== order.id) throw new AppError("NOT_FOUND");
  await recordEvent(tx.db, {
    orderId,
    type: "payment-received",
    details: { paymentId, method, amount: { amount, currency: order.currency } },
    actorId: actorIdOf(tx.actor),
    happenedAt: tx.clock.now(),
  });
  if (order.status === "expired") await reviveOrder(tx, state);
  await settleOrder(tx, orderId, { reason: endedReason });
}
