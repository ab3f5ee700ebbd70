import { blob, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { json, moment } from "./columns.ts";
import type { InvoicePaper } from "./invoice-paper.ts";
import { orders } from "./order.ts";

/** Runs of invoice numbers, each without a gap. */
export const invoiceSeries = sqliteTable("invoice_series", {
  /** What its numbers begin with: the year. */
  series: text().primaryKey(),
  last: integer().notNull(),
});

/** Invoices as they were issued: made once, never changed, which a trigger holds to. */
export const invoices = sqliteTable(
  "invoices",
  {
    series: text().notNull(),
    number: integer().notNull(),
    orderId: text("order_id")
      .notNull()
      .unique()
      .references(() => orders.id, { onDelete: "restrict" }),
    paper: json<InvoicePaper>("paper").notNull(),
    /** A PDF of it; null until it is printed, which takes longer than a transaction should. */
    file: blob({ mode: "buffer" }),
    issuedAt: moment("issued_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.series, table.number] })],
);
