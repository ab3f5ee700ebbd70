import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { stockPolicies } from "../enums.ts";
import { variants } from "./catalog.ts";
import { moment, oneOf } from "./columns.ts";
import { orders } from "./order.ts";

/** The one truth about units: every variant has a row, and `on_hand - reserved` can be sold. */
export const stockLevels = sqliteTable(
  "stock_levels",
  {
    variantId: text("variant_id")
      .primaryKey()
      .references(() => variants.id, { onDelete: "cascade" }),
    policy: text({ enum: stockPolicies }).notNull(),
    onHand: integer("on_hand").notNull(),
    reserved: integer().notNull().default(0),
  },
  (table) => [
    check("stock_levels_policy_known", oneOf(table.policy, stockPolicies)),
    check("stock_levels_not_negative", sql`${table.onHand} >= 0 and ${table.reserved} >= 0`),
    // The promise not to oversell, kept by the database whatever the code above it does.
    check(
      "stock_levels_not_oversold",
      sql`${table.policy} <> 'deny' or ${table.reserved} <= ${table.onHand}`,
    ),
  ],
);

/** Units held for an order; `stock_levels.reserved` is their sum. */
export const stockReservations = sqliteTable(
  "stock_reservations",
  {
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "restrict" }),
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id, { onDelete: "restrict" }),
    quantity: integer().notNull(),
    /** When the hold ends by itself; null once the order is confirmed. */
    expiresAt: moment("expires_at"),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.variantId] }),
    index("stock_reservations_by_variant").on(table.variantId),
    index("stock_reservations_expiring").on(table.expiresAt).where(sql`expires_at is not null`),
    check("stock_reservations_quantity_positive", sql`${table.quantity} > 0`),
  ],
);
