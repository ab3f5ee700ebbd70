import { and, asc, eq, gt, max, sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import { orderEvents } from "../../../../db/schema/index.ts";
import type { Connection } from "../../../../db/transaction.ts";
import type { OrderEventRow } from "../timeline.ts";

/** How many events of an order are read at a time. */
const pageSize = 100;

const { placeholder } = sql;

const customersEvents = prepared((db) =>
  db
    .select()
    .from(orderEvents)
    .where(
      and(
        eq(orderEvents.orderId, placeholder("orderId")),
        gt(orderEvents.id, placeholder("after")),
        eq(orderEvents.audience, "customer"),
      ),
    )
    .orderBy(asc(orderEvents.id))
    .limit(pageSize),
);

const newEvents = prepared((db) =>
  db
    .select({ id: orderEvents.id, orderId: orderEvents.orderId })
    .from(orderEvents)
    .where(gt(orderEvents.id, placeholder("since")))
    .orderBy(asc(orderEvents.id)),
);

const lastStatement = prepared((db) => db.select({ id: max(orderEvents.id) }).from(orderEvents));

/** What the customer may see of what happened to an order after that event, the first `pageSize` of it. */
export async function readEvents(db: Connection, orderId: string, after: number): Promise<OrderEventRow[]> {
  return customersEvents(db, { orderId, after });
}

/** What happened to any order after that event. */
export async function eventsSince(db: Connection, since: number): Promise<{ id: number; orderId: string }[]> {
  return newEvents(db, { since });
}

/** The last event of any order; 0 where there is none. */
export async function lastEventId(db: Connection): Promise<number> {
  const [last] = await lastStatement(db);
  return last?.id ?? 0;
}
