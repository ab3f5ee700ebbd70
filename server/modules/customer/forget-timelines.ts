import { and, eq, inArray, sql } from "drizzle-orm";
import { fulfillments, orderEvents, orders, refunds, stockMovements } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";

/**
 * Takes from what happened to the customer's orders what people wrote, what leads to parcels, and that it was the customer
 * who did it; what happened, and when, stays. Before their customer is gone.
 */
export async function forgetTimelines({ db }: TransactionContext, customerId: string): Promise<void> {
  const theirs = db.select({ id: orders.id }).from(orders).where(eq(orders.customerId, customerId));
  await db
    .update(orderEvents)
    .set({
      actorId: sql`nullif(${orderEvents.actorId}, ${customerId})`,
      details: sql`json_remove(${orderEvents.details}, '$.reason', '$.note', '$.tracking')`,
    })
    .where(inArray(orderEvents.orderId, theirs));
  await db.update(refunds).set({ reason: null }).where(inArray(refunds.orderId, theirs));
  await db
    .update(fulfillments)
    .set({ trackingNumber: null, trackingUrl: null })
    .where(inArray(fulfillments.orderId, theirs));
  await db
    .update(stockMovements)
    .set({ actorId: null })
    .where(and(inArray(stockMovements.orderId, theirs), eq(stockMovements.actorId, customerId)));
}
