import { asc, lte } from "drizzle-orm";
import { orders } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { isRefusal } from "../../core/errors.ts";
import { releaseAll } from "../inventory/move-stock.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { endOpenPayment } from "../payment/open-payment.ts";
import { releasePromotions } from "../promotion/redeem.ts";
import { advanceOrder } from "./advance-order.ts";
import { moveOrder } from "./move-order.ts";

/** The ids of orders whose payment did not come in time, those that waited longest first. */
export async function listOverdue({ db, clock }: ServiceContext, limit: number): Promise<string[]> {
  const overdue = await db
    .select({ id: orders.id })
    .from(orders)
    .where(lte(orders.expiresAt, clock.now())) // pending orders alone have one
    .orderBy(asc(orders.expiresAt))
    .limit(limit);
  return overdue.map(({ id }) => id);
}

/**
 * Ends an order that waited for its payment too long: its stock and its promotions are others' again. Answers whether it
 * did: another process may have, or the payment came after all.
 */
export async function expireOrder(ctx: ServiceContext, orderId: string): Promise<boolean> {
  try {
    await transact(ctx, async (tx) => {
      const { db, clock } = tx;
      const now = clock.now();
      await moveOrder(tx, orderId, "expired");
      const released = releaseAll(db, { orderId, actorId: null, movedAt: now });
      for (const statement of [...released, ...releasePromotions(db, orderId)]) await statement;
      await endOpenPayment(tx, orderId);
      await enqueue(db, { topic: "order.expired", subjectId: orderId, payload: { orderId }, createdAt: now });
      await advanceOrder(tx, orderId);
    });
    return true;
  } catch (error) {
    if (isRefusal(error, "INVALID_TRANSITION")) return false;
    throw error;
  }
}
