import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  check,
  index,
  integer,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import {
  captureModes,
  fulfillmentStatuses,
  holdReasons,
  orderPaymentStatuses,
  orderStatuses,
  paymentKinds,
  paymentProviders,
  paymentStatuses,
  taxReliefs,
} from "../enums.ts";
import type { Address } from "./address.ts";
import { carts } from "./cart.ts";
import { variants } from "./catalog.ts";
import { amount, json, moment, oneOf } from "./columns.ts";
import { customers } from "./customer.ts";
import { markets } from "./market.ts";

/** What a promotion took off; amounts in minor units. */
export interface Adjustment {
  promotionId: string;
  name: string;
  /** Null where it came by itself. */
  code: string | null;
  amount: number;
}

/** What of an amount is a tax. */
export interface TaxLine {
  name: string;
  /** In millionths: 190,000 is 19 %. */
  rate: number;
  amount: number;
}

/** A sale: a snapshot of what was bought, for how much and where to; later changes of the catalogue do not touch it. */
export const orders = sqliteTable(
  "orders",
  {
    id: text().primaryKey(),
    /** What people read out on the phone: unique, and silent about how many orders there are. */
    number: text().notNull().unique(),
    /**
     * Unique, so that one cart becomes one order however often it is placed; null for what replaces returned units, and for
     * what was withdrawn because it could not be paid, whose cart is its shopper's again.
     */
    cartId: text("cart_id")
      .unique()
      .references(() => carts.id, { onDelete: "restrict" }),
    /** Who bought it, signed in; null for a guest and when the account is gone. */
    customerId: text("customer_id").references(() => customers.id, { onDelete: "set null" }),
    status: text({ enum: orderStatuses }).notNull(),
    /** What `order/status.ts` derives, for lists. */
    paymentStatus: text("payment_status", { enum: orderPaymentStatuses }).notNull(),
    fulfillmentStatus: text("fulfillment_status", { enum: fulfillmentStatuses }).notNull(),
    market: text()
      .notNull()
      .references(() => markets.code, { onDelete: "restrict" }),
    currency: text().notNull(),
    email: text().notNull(),
    /** Lets a guest see this order. */
    accessToken: text("access_token").notNull(),
    /** Null where nothing is sent. */
    shippingAddress: json<Address>("shipping_address"),
    billingAddress: json<Address>("billing_address"),
    /** Null, with its name, where nothing is sent or fetched. */
    shippingOptionId: text("shipping_option_id"),
    shippingName: text("shipping_name"),
    subtotalAmount: amount("subtotal_amount").notNull(),
    /** Off the lines; off shipping is `shipping_discount_amount`. */
    discountAmount: amount("discount_amount").notNull(),
    /** What shipping costs, after its own discount. */
    shippingAmount: amount("shipping_amount").notNull(),
    shippingDiscountAmount: amount("shipping_discount_amount").notNull(),
    shippingAdjustments: json<Adjustment[]>("shipping_adjustments").notNull(),
    shippingTaxes: json<TaxLine[]>("shipping_taxes").notNull(),
    /** Of lines and shipping. */
    taxAmount: amount("tax_amount").notNull(),
    /** Whether the other amounts hold it already. */
    taxIncluded: integer("tax_included", { mode: "boolean" }).notNull(),
    /** Why there is none; null where that has no reason of the buyer's. */
    taxRelief: text("tax_relief", { enum: taxReliefs }),
    vatId: text("vat_id"),
    totalAmount: amount("total_amount").notNull(),
    /** What of the total is no longer due: for units that were canceled or came back, and shipping that was let off. */
    creditedAmount: amount("credited_amount").notNull().default(0),
    /** Until when a pending order waits for its payment; null once there is nothing to wait for. */
    expiresAt: moment("expires_at"),
    /** The order whose returned units this one replaces. */
    replacesId: text("replaces_id").references((): AnySQLiteColumn => orders.id, { onDelete: "restrict" }),
    /** Counts every change, so that none is made over one that was not seen. */
    version: integer().notNull().default(1),
    placedAt: moment("placed_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("orders_status_known", oneOf(table.status, orderStatuses)),
    check(
      "orders_of_cart_or_return",
      sql`(${table.cartId} is null) = (${table.replacesId} is not null) or ${table.status} = 'canceled'`,
    ),
    check("orders_payment_status_known", oneOf(table.paymentStatus, orderPaymentStatuses)),
    check("orders_fulfillment_status_known", oneOf(table.fulfillmentStatus, fulfillmentStatuses)),
    check(
      "orders_total_is_its_parts",
      sql`${table.totalAmount} = ${table.subtotalAmount} - ${table.discountAmount} + ${table.shippingAmount} + iif(${table.taxIncluded}, 0, ${table.taxAmount})`,
    ),
    check(
      "orders_tax_relief_known",
      sql`${table.taxRelief} is null or ${oneOf(table.taxRelief, taxReliefs)}`,
    ),
    check("orders_credited_within_total", sql`${table.creditedAmount} between 0 and ${table.totalAmount}`),
    check("orders_wait_while_pending", sql`(${table.status} = 'pending') = (${table.expiresAt} is not null)`),
    check("orders_total_not_negative", sql`${table.totalAmount} >= 0`),
    index("orders_expiring").on(table.expiresAt, table.id).where(sql`expires_at is not null`),
    index("orders_replacing").on(table.replacesId).where(sql`replaces_id is not null`),
    index("orders_newest").on(table.placedAt, table.id),
    index("orders_by_status").on(table.status, table.placedAt, table.id),
    index("orders_by_payment").on(table.paymentStatus, table.placedAt, table.id),
    index("orders_by_fulfillment").on(table.fulfillmentStatus, table.placedAt, table.id),
    index("orders_of_email").on(sql`lower(email)`),
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
    /** Before they were sent. */
    canceledQuantity: integer("canceled_quantity").notNull().default(0),
    /** Of those that were sent, how many are to come back: those of returns that are asked for or approved. */
    returningQuantity: integer("returning_quantity").notNull().default(0),
    /** Of those that were sent, how many came back. */
    returnedQuantity: integer("returned_quantity").notNull().default(0),
    /** Of those that were sent, how many stay with the buyer though what they cost was given back. */
    refundedQuantity: integer("refunded_quantity").notNull().default(0),
    /** What the shopper wanted of it, such as an engraving. */
    attributes: json<Record<string, string>>("attributes").notNull(),
    requiresShipping: integer("requires_shipping", { mode: "boolean" }).notNull(),
    unitAmount: amount("unit_amount").notNull(),
    subtotalAmount: amount("subtotal_amount").notNull(),
    discountAmount: amount("discount_amount").notNull(),
    adjustments: json<Adjustment[]>("adjustments").notNull(),
    taxAmount: amount("tax_amount").notNull(),
    taxes: json<TaxLine[]>("taxes").notNull(),
    /** What is paid for it, tax and all. */
    totalAmount: amount("total_amount").notNull(),
  },
  (table) => [
    uniqueIndex("order_lines_in_order").on(table.orderId, table.position),
    index("order_lines_by_variant").on(table.variantId),
    check("order_lines_quantity_positive", sql`${table.quantity} > 0`),
    check(
      "order_lines_units_within_quantity",
      sql`min(${table.fulfilledQuantity}, ${table.canceledQuantity}) >= 0 and ${table.fulfilledQuantity} + ${table.canceledQuantity} <= ${table.quantity}`,
    ),
    check(
      "order_lines_returned_within_fulfilled",
      sql`min(${table.returningQuantity}, ${table.returnedQuantity}) >= 0 and ${table.returningQuantity} + ${table.returnedQuantity} <= ${table.fulfilledQuantity}`,
    ),
    check(
      "order_lines_credited_within_fulfilled",
      sql`${table.refundedQuantity} >= 0 and ${table.returnedQuantity} + ${table.refundedQuantity} <= ${table.fulfilledQuantity}`,
    ),
    check(
      "order_lines_subtotal_is_its_units",
      sql`${table.subtotalAmount} = ${table.unitAmount} * ${table.quantity}`,
    ),
    // The tax stands in the subtotal or comes on top, as the order says.
    check(
      "order_lines_total_is_its_parts",
      sql`${table.totalAmount} - ${table.subtotalAmount} + ${table.discountAmount} in (0, ${table.taxAmount})`,
    ),
    check(
      "order_lines_discount_within_subtotal",
      sql`${table.discountAmount} between 0 and ${table.subtotalAmount}`,
    ),
  ],
);

/** One row an attempt to be paid. Its amounts are what the movements of its money come to, by a trigger (migration `money`). */
export const payments = sqliteTable(
  "payments",
  {
    id: text().primaryKey(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "restrict" }),
    provider: text({ enum: paymentProviders }).notNull(),
    method: text({ enum: paymentKinds }).notNull(),
    /** Of an exchange alone: the payment that its money came by, however many exchanges ago, and goes back by. */
    originId: text("origin_id").references((): AnySQLiteColumn => payments.id, { onDelete: "restrict" }),
    status: text({ enum: paymentStatuses }).notNull(),
    amount: amount("amount").notNull(),
    capture: text({ enum: captureModes }).notNull().default("automatic"),
    /** What its provider finds it by; null where that has not been asked, or its answer was lost, and for people's. */
    reference: text(),
    /** Held for the shop at the buyer's bank, to be captured. This and the next three, movements alone change. */
    authorizedAmount: amount("authorized_amount").notNull().default(0),
    capturedAmount: amount("captured_amount").notNull().default(0),
    /** Given back, being given back, or lost in a dispute, of what was captured. */
    refundedAmount: amount("refunded_amount").notNull().default(0),
    /** Held back by its provider while somebody disputes it. */
    disputedAmount: amount("disputed_amount").notNull().default(0),
    currency: text().notNull(),
    /** In its provider's words, why it was declined last. */
    declineCode: text("decline_code"),
    /** Set while a person has to decide what to do with its money. */
    holdReason: text("hold_reason", { enum: holdReasons }),
    /** When its provider is to be asked how it stands, unless that tells by itself; null where nothing more can come. */
    checkAt: moment("check_at"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("payments_provider_known", oneOf(table.provider, paymentProviders)),
    check("payments_method_known", oneOf(table.method, paymentKinds)),
    check("payments_status_known", oneOf(table.status, paymentStatuses)),
    check("payments_capture_known", oneOf(table.capture, captureModes)),
    check(
      "payments_hold_reason_known",
      sql`${table.holdReason} is null or ${oneOf(table.holdReason, holdReasons)}`,
    ),
    check("payments_captured_within_amount", sql`${table.capturedAmount} between 0 and ${table.amount}`),
    // That no more is given back than is there, the ledger keeps (migration `money`): a bank may take more all the same.
    check(
      "payments_amounts_not_negative",
      sql`min(${table.authorizedAmount}, ${table.refundedAmount}, ${table.disputedAmount}) >= 0`,
    ),
    index("payments_of_order").on(table.orderId),
    // An order is never charged through two attempts at once.
    uniqueIndex("payments_one_live_attempt")
      .on(table.orderId)
      .where(sql`status in ('pending', 'processing', 'authorized')`),
    uniqueIndex("payments_by_reference")
      .on(table.provider, table.reference)
      .where(sql`reference is not null`),
    index("payments_of_origin").on(table.originId).where(sql`origin_id is not null`),
    check(
      "payments_exchange_has_origin",
      sql`(${table.originId} is not null) = (${table.method} = 'exchange')`,
    ),
    index("payments_to_check").on(table.checkAt).where(sql`check_at is not null`),
  ],
);
