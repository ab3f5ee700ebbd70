import { sql } from "drizzle-orm";
import { check, index, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { paymentProviders, refundStatuses } from "../enums.ts";
import { amount, json, moment, oneOf } from "./columns.ts";
import { orders, payments, type TaxLine } from "./order.ts";
import { returns } from "./return.ts";

/** Money on its way back. What failed is no longer counted in its payment's `refunded_amount`. */
export const refunds = sqliteTable(
  "refunds",
  {
    id: text().primaryKey(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "restrict" }),
    paymentId: text("payment_id")
      .notNull()
      .references(() => payments.id, { onDelete: "restrict" }),
    /** What it is for, where it is for a return. */
    returnId: text("return_id").references(() => returns.id, { onDelete: "restrict" }),
    /** The order that it paid instead of going back to the buyer: what replaces returned units. */
    paidOrderId: text("paid_order_id").references(() => orders.id, { onDelete: "restrict" }),
    /** Who gives it: the payment's, or people where it goes back past that. */
    provider: text({ enum: paymentProviders }).notNull(),
    status: text({ enum: refundStatuses }).notNull(),
    amount: amount("amount").notNull(),
    /** What of it is tax. */
    taxes: json<TaxLine[]>("taxes").notNull(),
    /** What its provider finds it by; null until that has answered, and for people's. */
    reference: text(),
    /** In its provider's words, why it failed. */
    failure: text(),
    /** In the words of whoever gave it. */
    reason: text(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("refunds_provider_known", oneOf(table.provider, paymentProviders)),
    check("refunds_status_known", oneOf(table.status, refundStatuses)),
    check("refunds_amount_positive", sql`${table.amount} > 0`),
    index("refunds_of_order").on(table.orderId, table.id),
    index("refunds_of_payment").on(table.paymentId),
    uniqueIndex("refunds_by_reference")
      .on(table.reference, table.paymentId)
      .where(sql`reference is not null`),
    index("refunds_of_return").on(table.returnId).where(sql`return_id is not null`),
    index("refunds_pending").on(table.createdAt).where(sql`status = 'pending'`),
  ],
);
