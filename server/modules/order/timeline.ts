import { and, asc, eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { orderEvents, orders } from "../../../db/schema/index.ts";
import { batch } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import type { OrderEvent, StaffOrderEvent } from "./event-schema.ts";
import { orderEventDetails } from "./event-schema.ts";
import { ownsOrder } from "./own-order.ts";
import type { OrderInput } from "./schema.ts";

export type OrderEventRow = typeof orderEvents.$inferSelect;

const orderId = sql.placeholder("orderId");

const ownerStatement = prepared((db) =>
  db
    .select({ customerId: orders.customerId, accessToken: orders.accessToken })
    .from(orders)
    .where(eq(orders.id, orderId)),
);

const customersStatement = prepared((db) =>
  db
    .select()
    .from(orderEvents)
    .where(and(eq(orderEvents.orderId, orderId), eq(orderEvents.audience, "customer")))
    .orderBy(asc(orderEvents.id)),
);

/** What happened to an order, as its buyer may know, the oldest first. @throws NOT_FOUND */
export async function orderTimeline(
  ctx: ServiceContext,
  { id, accessToken = "" }: OrderInput,
): Promise<OrderEvent[]> {
  const [[owner], events] = await batch(ctx, (db) => [
    ownerStatement(db, { orderId: id }),
    customersStatement(db, { orderId: id }),
  ]);
  if (!owner || !ownsOrder(ctx, owner, accessToken)) throw new AppError("NOT_FOUND");
  return events.map(presentEvent);
}

export function presentEvent({ id, type, details, happenedAt }: OrderEventRow): OrderEvent {
  return { id, type, details: orderEventDetails.parse(details), happenedAt };
}

export function presentStaffEvent(event: OrderEventRow): StaffOrderEvent {
  return { ...presentEvent(event), audience: event.audience, actorId: event.actorId };
}
