import { actorIdOf, type TransactionContext } from "../../../core/context.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { recordEvent } from "../events.ts";
import type { OrderState } from "../present-order.ts";
import { reviveOrder } from "../revive-order.ts";
import { settleOrder } from "../settle-order.ts";

const surplusReason = "It was paid after the order had ended, or more than was due";

/**
 * Has an order have money that its payment brought. An expired order comes back to life with it where its units are still
 * there; what comes for one that has ended otherwise, or is paid already, goes back at once. What a person has to look at
 * first waits. @throws NOT_FOUND
 */
export async function receiveMoney(
  tx: TransactionContext,
  state: OrderState,
  { id: paymentId, method, currency, holdReason }: PaymentRow,
  amount: number,
): Promise<void> {
  if (holdReason !== null) return;
  const { order } = state;
  await recordEvent(tx.db, {
    orderId: order.id,
    type: "payment-received",
    details: { paymentId, method, amount: { amount, currency } },
    actorId: actorIdOf(tx.actor),
    happenedAt: tx.clock.now(),
  });
  if (order.status === "expired") await reviveOrder(tx, state);
  await settleOrder(tx, order.id, { reason: surplusReason });
}
