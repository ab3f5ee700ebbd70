import type { TransactionContext } from "../../../core/context.ts";
import { insertExchangePayment } from "../../payment/exchange-payment.ts";
import { lowerOpenPayment } from "../../payment/open-payment.ts";
import type { RefundRow } from "../../payment/write-refund.ts";
import { advanceOrder } from "../advance-order.ts";
import { recordEvent } from "../events.ts";
import type { OrderRow } from "../present-order.ts";
import { readBalance } from "../read-balance.ts";
import { takeBack } from "../refund-order.ts";
import { touchOrder } from "../touch-order.ts";

interface Exchange {
  returnId: string;
  /** The order that was paid. */
  order: OrderRow;
  /** What of that may go over, in minor units. */
  available: number;
  replacedById: string;
}

/** Has what was paid for returned units pay what their buyer gets instead, as far as it goes, and answers how much that is. */
export async function payReplacement(
  tx: TransactionContext,
  { returnId, order, available, replacedById }: Exchange,
): Promise<number> {
  const { owed } = (await readBalance(tx, replacedById)).balance;
  const amount = Math.min(available, owed);
  if (amount === 0) return 0;
  const taken = await takeBack(tx, order, amount, { reason: null, returnId, paidOrderId: replacedById });
  for (const refund of taken) await payBy(tx, replacedById, refund);
  await touchOrder(tx, { id: replacedById });
  await lowerOpenPayment(tx, replacedById, owed - amount);
  await advanceOrder(tx, replacedById);
  return amount;
}

async function payBy(tx: TransactionContext, orderId: string, refund: RefundRow): Promise<void> {
  const { id: paymentId, method, amount, currency } = await insertExchangePayment(tx, orderId, refund);
  await recordEvent(tx.db, {
    orderId,
    type: "payment-received",
    details: { paymentId, method, amount: { amount, currency } },
    actorId: null,
    happenedAt: tx.clock.now(),
  });
}
