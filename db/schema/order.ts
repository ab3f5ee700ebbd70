import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { orderStatuses, paymentMethods, paymentProviders, paymentStatuses } from "../enums.ts";
import type { Address } from "./address.ts";
import { carts } from "./cart.ts";
import { variants } from "./catalog.ts";
import { amount, json, moment, oneOf } from "./columns.ts";
import { customers } from "./customer.ts";
import { markets } from "./market.ts";

/** A sale: a snapshot of what was bought, for how much and where to; later changes of the catalogue do not touch it. */
export const orders = sqliteTable(
  "orders",
  {
    id: text().primaryKey(),
    /** What people read out on the phone: unique, and silent about how many orders there are. */
    number: text().notNull().unique(),
    /** Unique, so that one cart becomes one order however often it is placed. */
    cartId: text("cart_id")
      .notNull()
      .unique()
      .references(() => carts.id, { onDelete: "restrict" }),
    /** Who bought it, signed in; null for a guest and when the account is gone. */
    customerId: text("customer_id").references(() => customers.id, { onDelete: "set null" }),
    status: text({ enum: orderStatuses }).notNull(),
    market: text()
      .notNull()
      .references(() => markets.code, { onDelete: "restrict" }),
    currency: text().notNull(),
    email: text().notNull(),
    /** Lets a guest see this order. */
    accessToken: text("access_token").notNull(),
    shippingAddress: json<Address>("shipping_address").notNull(),
    billingAddress: json<Address>("billing_address").notNull(),
    shippingOptionId: text("shipping_option_id").notNull(),
    shippingName: text("shipping_name").notNull(),
    subtotalAmount: amount("subtotal_amount").notNull(),
    discountAmount: amount("discount_amount").notNull(),
    shippingAmount: amount("shipping_amount").notNull(),
    taxAmount: amount("tax_amount").notNull(),
    totalAmount: amount("total_amount").notNull(),
    placedAt: moment("placed_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("orders_status_known", oneOf(table.status, orderStatuses)),
    check(
      "orders_total_is_its_parts",
      sql`${table.totalAmount} = ${table.subtotalAmount} - ${table.discountAmount} + ${table.shippingAmount} + ${table.taxAmount}`,
    ),
    check("orders_total_not_negative", sql`${table.totalAmount} >= 0`),
    index("orders_newest").on(table.placedAt, table.id),
    index("orders_of_customer").on(table.customerId, table.placedAt, table.id),
  ],
);

export const orderLines = sqliteTable(
  "order_lines",
  {
    id: text().primaryKey(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "restrict" }),
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id, { onDelete: "restrict" }),
    position: integer().notNull(),
    sku: text(),
    productTitle: text("product_title").notNull(),
    productSlug: text("product_slug").notNull(),
    variantTitle: text("variant_title").notNull(),
    image: json<{ url: string; alt: string }>("image"),
    quantity: integer().notNull(),
    fulfilledQuantity: integer("fulfilled_quantity").notNull().default(0),
    unitAmount: amount("unit_amount").notNull(),
    totalAmount: amount("total_amount").notNull(),
  },
  (table) => [
    uniqueIndex("order_lines_in_order").on(table.orderId, table.position),
    index("order_lines_by_variant").on(table.variantId),
    check("order_lines_quantity_positive", sql`${table.quantity} > 0`),
    check(
      "order_lines_fulfilled_within_quantity",
      sql`${table.fulfilledQuantity} between 0 and ${table.quantity}`,
    ),
    check(
      "order_lines_total_is_its_parts",
      sql`${table.totalAmount} = ${table.unitAmount} * ${table.quantity}`,
    ),
  ],
);

/** One row an attempt to be paid. */
export const payments = sqliteTable(
  "payments",
  {
    id: text().primaryKey(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "restrict" }),
    provider: text({ enum: paymentProviders }).notNull(),
    method: text({ enum: paymentMethods }).notNull(),
    status: text({ enum: paymentStatuses }).notNull(),
    amount: amount("amount").notNull(),
    capturedAmount: amount("captured_amount").notNull().default(0),
    currency: text().notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("payments_provider_known", oneOf(table.provider, paymentProviders)),
    check("payments_method_known", oneOf(table.method, paymentMethods)),
    check("payments_status_known", oneOf(table.status, paymentStatuses)),
    check("payments_captured_within_amount", sql`${table.capturedAmount} between 0 and ${table.amount}`),
    // An order is never charged through two attempts at once.
    uniqueIndex("payments_one_live_attempt").on(table.orderId).where(sql`status in ('pending', 'captured')`),
  ],
);
