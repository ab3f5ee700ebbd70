import type { TransactionContext } from "../../core/context.ts";
import { lowerOpenPayment } from "../payment/open-payment.ts";
import { readBalance } from "./read-balance.ts";
import { type OrderRefundPurpose, refundOrder } from "./refund-order.ts";

/** Gives back what was paid beyond what is due, and asks for no more than that from now on: after less is due. @throws NOT_FOUND */
export async function settleOrder(
  tx: TransactionContext,
  orderId: string,
  purpose: OrderRefundPurpose,
): Promise<void> {
  const { order, balance } = await readBalance(tx, orderId);
  const { owed, overpaid } = balance;
  if (overpaid > 0) await refundOrder(tx, order, overpaid, purpose);
  await lowerOpenPayment(tx, orderId, owed);
}
