import { actorIdOf, type TransactionContext } from "../../../core/context.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { recordEvent } from "../events.ts";
import type { OrderRow, OrderState } from "../present-order.ts";
import { readBalance } from "../read-balance.ts";
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
  if (order.status === "expired" && (await isCovered(tx, order))) await reviveOrder(tx, state);
  await settleOrder(tx, order.id, { reason: surplusReason, paymentId });
}

/** Whether all has come that was to be paid for an order, which expired as long as that was not so. */
async function isCovered(tx: TransactionContext, order: OrderRow): Promise<boolean> {
  const { balance } = await readBalance(tx, order.id);
  return balance.captured - balance.refunded >= order.totalAmount - order.creditedAmount;
}
