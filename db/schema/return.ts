import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { returnStatuses } from "../enums.ts";
import { amount, json, moment, oneOf } from "./columns.ts";
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
    /** What of its order is no longer due for what came back, and for shipping that was let off with it. */
    creditedAmount: amount("credited_amount").notNull().default(0),
    /** The order of what its buyer gets instead. */
    replacedById: text("replaced_by_id")
      .unique()
      .references(() => orders.id, { onDelete: "restrict" }),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("returns_status_known", oneOf(table.status, returnStatuses)),
    check("returns_credit_not_negative", sql`${table.creditedAmount} >= 0`),
    index("returns_of_order").on(table.orderId, table.id),
    index("returns_by_status").on(table.status, table.id),
  ],
);

/** The units of a line that are to come back, and once they were received what they were like: each of them is counted. */
export const returnLines = sqliteTable(
  "return_lines",
  {
    returnId: text("return_id")
      .notNull()
      .references(() => returns.id, { onDelete: "restrict" }),
    orderLineId: text("order_line_id")
      .notNull()
      .references(() => orderLines.id, { onDelete: "restrict" }),
    quantity: integer().notNull(),
    /** These alone go into stock again. */
    sellableQuantity: integer("sellable_quantity").notNull().default(0),
    damagedQuantity: integer("damaged_quantity").notNull().default(0),
    /** What was not there after all: it is not credited, and may be asked for again. */
    missingQuantity: integer("missing_quantity").notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.returnId, table.orderLineId] }),
    index("return_lines_of_line").on(table.orderLineId),
    check("return_lines_quantity_positive", sql`${table.quantity} > 0`),
    check(
      "return_lines_all_received_or_none",
      sql`min(${table.sellableQuantity}, ${table.damagedQuantity}, ${table.missingQuantity}) >= 0 and ${table.sellableQuantity} + ${table.damagedQuantity} + ${table.missingQuantity} in (0, ${table.quantity})`,
    ),
  ],
);
