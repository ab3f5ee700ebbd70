import { asc, eq, sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import { orderEvents, returns } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { loadOrder } from "../load-order.ts";
import { presentOrder } from "../present-order.ts";
import { findReturns } from "../returns/find-returns.ts";
import { presentStaffEvent } from "../timeline.ts";
import type { StaffOrder } from "./schema.ts";

const eventsStatement = prepared((db) =>
  db
    .select()
    .from(orderEvents)
    .where(eq(orderEvents.orderId, sql.placeholder("orderId")))
    .orderBy(asc(orderEvents.id)),
);

/** Those before them are found by `admin.orders.returns`. */
const maxReturns = 100;

/** All there is to know of an order. @throws NOT_FOUND */
export async function getStaffOrder(ctx: ServiceContext, { id }: { id: string }): Promise<StaffOrder> {
  const state = await loadOrder(ctx, id);
  const events = await eventsStatement(ctx.db, { orderId: id });
  const { customerId, version } = state.order;
  return {
    ...presentOrder(state),
    customerId,
    version,
    returns: await findReturns(ctx, eq(returns.orderId, id), maxReturns),
    timeline: events.map(presentStaffEvent),
  };
}
