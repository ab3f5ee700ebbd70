import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { parcelStatuses } from "../enums.ts";
import { moment, oneOf } from "./columns.ts";
import { locations } from "./inventory.ts";
import { orderLines, orders } from "./order.ts";

/** A part of an order on its way: a parcel, a pick-up, or what is sent by wire. */
export const fulfillments = sqliteTable(
  "fulfillments",
  {
    id: text().primaryKey(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "restrict" }),
    /** Where it is sent from; null where nothing is. */
    locationId: text("location_id").references(() => locations.id, { onDelete: "restrict" }),
    status: text({ enum: parcelStatuses }).notNull(),
    carrier: text(),
    trackingNumber: text("tracking_number"),
    trackingUrl: text("tracking_url"),
    shippedAt: moment("shipped_at"),
    deliveredAt: moment("delivered_at"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("fulfillments_status_known", oneOf(table.status, parcelStatuses)),
    index("fulfillments_of_order").on(table.orderId, table.id),
  ],
);

export const fulfillmentLines = sqliteTable(
  "fulfillment_lines",
  {
    fulfillmentId: text("fulfillment_id")
      .notNull()
      .references(() => fulfillments.id, { onDelete: "restrict" }),
    orderLineId: text("order_line_id")
      .notNull()
      .references(() => orderLines.id, { onDelete: "restrict" }),
    quantity: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.fulfillmentId, table.orderLineId] }),
    index("fulfillment_lines_of_line").on(table.orderLineId),
    check("fulfillment_lines_quantity_positive", sql`${table.quantity} > 0`),
  ],
);
