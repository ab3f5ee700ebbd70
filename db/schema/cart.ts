import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { cartStatuses } from "../enums.ts";
import type { Address } from "./address.ts";
import { variants } from "./catalog.ts";
import { amount, json, moment, oneOf } from "./columns.ts";
import { customers } from "./customer.ts";
import { markets, shippingOptions } from "./market.ts";

export const carts = sqliteTable(
  "carts",
  {
    /** Unguessable: who knows it may use the cart. */
    id: text().primaryKey(),
    /** Counts every change, so that an order can be placed for exactly what was seen. */
    version: integer().notNull().default(1),
    /** Whose it is; null for a guest's, which is whoever's knows its id. */
    customerId: text("customer_id").references(() => customers.id, { onDelete: "set null" }),
    status: text({ enum: cartStatuses }).notNull().default("open"),
    market: text()
      .notNull()
      .references(() => markets.code, { onDelete: "restrict" }),
    currency: text().notNull(),
    email: text(),
    shippingAddress: json<Address>("shipping_address"),
    billingAddress: json<Address>("billing_address"),
    shippingOptionId: text("shipping_option_id").references(() => shippingOptions.id, {
      onDelete: "set null",
    }),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("carts_status_known", oneOf(table.status, cartStatuses)),
    index("carts_of_customer").on(table.customerId),
    index("carts_idle").on(table.updatedAt).where(sql`status = 'open'`),
  ],
);

export const cartLines = sqliteTable(
  "cart_lines",
  {
    id: text().primaryKey(),
    cartId: text("cart_id")
      .notNull()
      .references(() => carts.id, { onDelete: "cascade" }),
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id, { onDelete: "cascade" }),
    quantity: integer().notNull(),
    /** The unit price the shopper was last shown when changing the line: a later change is said, never slipped in. */
    seenUnitAmount: amount("seen_unit_amount").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    unique("cart_lines_one_per_variant").on(table.cartId, table.variantId),
    index("cart_lines_by_variant").on(table.variantId),
    check("cart_lines_quantity_positive", sql`${table.quantity} > 0`),
    check("cart_lines_amount_not_negative", sql`${table.seenUnitAmount} >= 0`),
  ],
);
