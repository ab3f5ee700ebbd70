import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { eventAudiences } from "../enums.ts";
import { json, moment, oneOf } from "./columns.ts";
import { orders } from "./order.ts";

/** What happened to an order, in order: its timeline, and what whoever watches it is told. Rows are only ever added. */
export const orderEvents = sqliteTable(
  "order_events",
  {
    /** Rises with every commit; whoever watches goes on from the last one they saw. */
    id: integer().primaryKey({ autoIncrement: true }),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "restrict" }),
    /** See `orderEventDetails`. */
    type: text().notNull(),
    details: json<Record<string, unknown>>("details").notNull(),
    audience: text({ enum: eventAudiences }).notNull(),
    /** Null where nobody in particular did it. */
    actorId: text("actor_id"),
    happenedAt: moment("happened_at").notNull(),
  },
  (table) => [
    check("order_events_audience_known", oneOf(table.audience, eventAudiences)),
    index("order_events_of_order").on(table.orderId, table.id),
  ],
);
