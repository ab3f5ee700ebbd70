import { eq } from "drizzle-orm";
import { orders, payments } from "../../../db/schema/index.ts";
import { batch } from "../../../db/transaction.ts";
import type { TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { lowerLivePayment } from "../payment/live-payment.ts";
import type { RefundPurpose } from "../payment/refund-payment.ts";
import { balanceOf } from "./balance.ts";
import { refundOrder } from "./refund-order.ts";

/** Gives back what was paid beyond what is due, and asks for no more than that from now on: after less is due. @throws NOT_FOUND */
export async function settleOrder(
  tx: TransactionContext,
  orderId: string,
  purpose: RefundPurpose,
): Promise<void> {
  const [[order], paid] = await batch(tx, (db) => [
    db.select().from(orders).where(eq(orders.id, orderId)),
    db.select().from(payments).where(eq(payments.orderId, orderId)),
  ]);
  if (!order) throw new AppError("NOT_FOUND");
  const { owed, overpaid } = balanceOf(order, paid);
  if (overpaid > 0) await refundOrder(tx, order, overpaid, purpose);
  await lowerLivePayment(tx, orderId, owed);
}
