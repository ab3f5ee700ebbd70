import type { TransactionContext } from "../../../core/context.ts";
import { creditOrder } from "../credit-order.ts";
import { readBalance } from "../read-balance.ts";

/**
 * Asks no more for money that went back past us, as far as it would be owed again; an order that is not confirmed waits
 * for all of it as before. @throws NOT_FOUND
 */
export async function forgive(tx: TransactionContext, orderId: string, amount: number): Promise<void> {
  const { order, balance } = await readBalance(tx, orderId);
  const isSold = order.status === "confirmed" || order.status === "completed";
  if (isSold) await creditOrder(tx, orderId, Math.min(amount, balance.owed));
}
