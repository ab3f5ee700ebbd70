import { blob, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { moment } from "./columns.ts";
import { orders } from "./order.ts";

/** Runs of invoice numbers, each without a gap. */
export const invoiceSeries = sqliteTable("invoice_series", {
  /** What its numbers begin with: the year. */
  series: text().primaryKey(),
  last: integer().notNull(),
});

/** Invoices as they were issued: made once, never changed. */
export const invoices = sqliteTable(
  "invoices",
  {
    series: text().notNull(),
    number: integer().notNull(),
    orderId: text("order_id")
      .notNull()
      .unique()
      .references(() => orders.id, { onDelete: "restrict" }),
    /** A PDF. */
    file: blob({ mode: "buffer" }).notNull(),
    issuedAt: moment("issued_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.series, table.number] })],
);
