import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { cartStatuses } from "../enums.ts";
import type { Address } from "./address.ts";
import { variants } from "./catalog.ts";
import { amount, json, moment, oneOf } from "./columns.ts";
import { customers } from "./customer.ts";
import { markets } from "./market.ts";
import { promotionCodes } from "./promotion.ts";
import { shippingOptions } from "./shipping.ts";

/** What became of a cart whose lines went into another one. */
export interface Merge {
  into: string;
  /** The lines of that one that could not take all units. */
  capped: { lineId: string; variantId: string; wanted: number; quantity: number }[];
  /** Its codes beyond what that one takes. */
  droppedCodes: string[];
}

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
    /** What promotions count a guest's uses by: see `buyerKey`. */
    guestKey: text("guest_key"),
    shippingAddress: json<Address>("shipping_address"),
    billingAddress: json<Address>("billing_address"),
    shippingOptionId: text("shipping_option_id").references(() => shippingOptions.id, {
      onDelete: "set null",
    }),
    /** As `readVatId` writes it. */
    vatId: text("vat_id"),
    merge: json<Merge>("merge"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("carts_status_known", oneOf(table.status, cartStatuses)),
    index("carts_of_customer").on(table.customerId),
    check("carts_merged_say_where", sql`(${table.status} = 'merged') = (${table.merge} is not null)`),
    index("carts_idle").on(table.updatedAt).where(sql`status <> 'ordered'`),
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
    /** What the shopper wants of it, such as an engraving: JSON text with its keys in order, so that equal ones are equal text. */
    attributes: text().notNull().default("{}"),
    /** The unit price the shopper was last shown when changing the line: a later change is said, never slipped in. */
    seenUnitAmount: amount("seen_unit_amount").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    unique("cart_lines_equal_ones_join").on(table.cartId, table.variantId, table.attributes),
    index("cart_lines_by_variant").on(table.variantId),
    check("cart_lines_quantity_positive", sql`${table.quantity} > 0`),
    check("cart_lines_amount_not_negative", sql`${table.seenUnitAmount} >= 0`),
  ],
);

/** The codes that a shopper has given, in the order in which they came. */
export const cartCoupons = sqliteTable(
  "cart_coupons",
  {
    cartId: text("cart_id")
      .notNull()
      .references(() => carts.id, { onDelete: "cascade" }),
    code: text()
      .notNull()
      .references(() => promotionCodes.code, { onDelete: "cascade" }),
    addedAt: moment("added_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.cartId, table.code] }),
    index("cart_coupons_by_code").on(table.code),
  ],
);
