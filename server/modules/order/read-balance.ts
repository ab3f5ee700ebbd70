import { eq } from "drizzle-orm";
import { orders, payments } from "../../../db/schema/index.ts";
import { batch } from "../../../db/transaction.ts";
import type { TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { type Balance, balanceOf } from "./balance.ts";
import type { OrderRow } from "./present-order.ts";

/** An order and where its money stands. @throws NOT_FOUND */
export async function readBalance(
  tx: TransactionContext,
  orderId: string,
): Promise<{ order: OrderRow; balance: Balance }> {
  const [[order], paid] = await batch(tx, (db) => [
    db.select().from(orders).where(eq(orders.id, orderId)),
    db.select().from(payments).where(eq(payments.orderId, orderId)),
  ]);
  if (!order) throw new AppError("NOT_FOUND");
  return { order, balance: balanceOf(order, paid) };
}
