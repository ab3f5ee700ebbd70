import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { returnConditions, returnStatuses } from "../enums.ts";
import { json, moment, oneOf } from "./columns.ts";
import { orderLines, orders } from "./order.ts";

/** What a buyer wants to send back. */
export const returns = sqliteTable(
  "returns",
  {
    id: text().primaryKey(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "restrict" }),
    status: text({ enum: returnStatuses }).notNull(),
    /** In the buyer's words. */
    reason: text().notNull(),
    /** Addresses of pictures. */
    photos: json<string[]>("photos").notNull(),
    /** In the words of whoever approved or rejected it. */
    answer: text(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("returns_status_known", oneOf(table.status, returnStatuses)),
    index("returns_of_order").on(table.orderId, table.id),
    index("returns_by_status").on(table.status, table.id),
  ],
);

export const returnLines = sqliteTable(
  "return_lines",
  {
    id: text().primaryKey(),
    returnId: text("return_id")
      .notNull()
      .references(() => returns.id, { onDelete: "restrict" }),
    orderLineId: text("order_line_id")
      .notNull()
      .references(() => orderLines.id, { onDelete: "restrict" }),
    /** How many are to come back. */
    quantity: integer().notNull(),
    /** How many did, by what they are like: units of one line in two conditions are two rows. */
    receivedQuantity: integer("received_quantity").notNull().default(0),
    condition: text({ enum: returnConditions }),
  },
  (table) => [
    unique("return_lines_once").on(table.returnId, table.orderLineId, table.condition),
    index("return_lines_of_line").on(table.orderLineId),
    check("return_lines_quantity_positive", sql`${table.quantity} > 0`),
    check(
      "return_lines_received_within_quantity",
      sql`${table.receivedQuantity} between 0 and ${table.quantity}`,
    ),
    check(
      "return_lines_condition_known",
      sql`${table.condition} is null or ${oneOf(table.condition, returnConditions)}`,
    ),
  ],
);
