import { and, asc, lte, sql } from "drizzle-orm";
import { orders } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { isRefusal } from "../../core/errors.ts";
import { releaseAll } from "../inventory/move-stock.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { releasePromotions } from "../promotion/redeem.ts";
import { advanceOrder } from "./advance-order.ts";
import { moveOrder } from "./move-order.ts";
import type { OrderRow } from "./present-order.ts";
import { settleOrder } from "./settle-order.ts";

const tooLittle = "Not all of it was paid in time";

type Overdue = Pick<OrderRow, "id" | "expiresAt">;

/** Whether its payment did not come in time; pending orders alone wait for one. */
const isOverdue = ({ clock }: ServiceContext) => lte(orders.expiresAt, clock.now());

/** Orders whose payment did not come in time, those that waited longest first, from beyond one of them on. */
export function listOverdue(
  ctx: ServiceContext,
  { after, limit }: { after: Overdue | undefined; limit: number },
): PromiseLike<Overdue[]> {
  const isBeyond =
    after && sql`(${orders.expiresAt}, ${orders.id}) > (${after.expiresAt?.getTime()}, ${after.id})`;
  return ctx.db
    .select({ id: orders.id, expiresAt: orders.expiresAt })
    .from(orders)
    .where(and(isOverdue(ctx), isBeyond))
    .orderBy(asc(orders.expiresAt), asc(orders.id))
    .limit(limit);
}

/**
 * Ends an order that waited for its payment too long: its stock and its promotions are others' again, and what was paid
 * of it goes back. Answers whether it
 * did: another process may have, the payment came after all, or there is more time for it.
 */
export async function expireOrder(ctx: ServiceContext, orderId: string): Promise<boolean> {
  try {
    await transact(ctx, async (tx) => {
      const { db, clock } = tx;
      const now = clock.now();
      await moveOrder(tx, orderId, "expired", { where: isOverdue(tx) });
      const released = releaseAll(db, { orderId, actorId: null, movedAt: now });
      for (const statement of [...released, ...releasePromotions(db, orderId)]) await statement;
      await settleOrder(tx, orderId, { reason: tooLittle }); // what came of it goes back
      await enqueue(db, { topic: "order.expired", subjectId: orderId, payload: { orderId }, createdAt: now });
      await advanceOrder(tx, orderId);
    });
    return true;
  } catch (error) {
    if (isRefusal(error, "INVALID_TRANSITION")) return false;
    throw error;
  }
}
