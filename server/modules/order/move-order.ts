import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { OrderStatus } from "../../../db/enums.ts";
import { orders } from "../../../db/schema/index.ts";
import { actorIdOf, type TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { sourcesOf } from "../../core/transitions.ts";
import type { OrderEventDetails } from "./event-schema.ts";
import { recordEvent } from "./events.ts";
import { orderTransitions } from "./machine.ts";
import type { OrderRow } from "./present-order.ts";

type Reached = Exclude<OrderStatus, "pending">;

interface Move {
  /** What else has to be true of it. */
  where?: SQL | undefined;
  details?: OrderEventDetails;
}

/**
 * Moves an order on to a status, where its present one leads there, and writes that down: the one way to. What else
 * that means for its stock, its payments and its buyer is the caller's, in the same transaction.
 * @throws NOT_FOUND, INVALID_TRANSITION
 */
export async function moveOrder(
  { db, actor, clock }: TransactionContext,
  orderId: string,
  to: Reached,
  { where, details = {} }: Move = {},
): Promise<OrderRow> {
  const now = clock.now();
  const [moved] = await db
    .update(orders)
    .set({ status: to, expiresAt: null, version: sql`${orders.version} + 1`, updatedAt: now })
    .where(and(eq(orders.id, orderId), inArray(orders.status, sourcesOf(orderTransitions, to)), where))
    .returning();
  if (!moved) {
    const [order] = await db.select({ status: orders.status }).from(orders).where(eq(orders.id, orderId));
    if (!order) throw new AppError("NOT_FOUND");
    throw new AppError("INVALID_TRANSITION", { from: order.status, to });
  }
  await recordEvent(db, { orderId, type: to, details, actorId: actorIdOf(actor), happenedAt: now });
  return moved;
}
