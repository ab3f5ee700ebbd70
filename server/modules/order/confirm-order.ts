import type { TransactionContext } from "../../core/context.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { moveOrder } from "./move-order.ts";

/** Confirms an order whose payment came, and has its buyer told. @throws NOT_FOUND, INVALID_TRANSITION */
export async function confirmOrder(tx: TransactionContext, orderId: string): Promise<void> {
  const { updatedAt: createdAt } = await moveOrder(tx, orderId, "confirmed");
  await enqueue(tx.db, { topic: "order.confirmed", subjectId: orderId, payload: { orderId }, createdAt });
}
