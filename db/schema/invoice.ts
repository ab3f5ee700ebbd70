import { blob, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { json, moment } from "./columns.ts";
import { orders } from "./order.ts";

/** What an invoice says beside its number, each part as it is printed. */
export interface InvoicePaper {
  /** Name, address and VAT id, a line each. */
  seller: string[];
  buyer: string[];
  /** What it is about: the order's number, dates. */
  facts: [label: string, value: string][];
  lines: InvoicePaperLine[];
  /** The last one is what is to be paid. */
  sums: [label: string, amount: string][];
  taxes: { name: string; net: string; tax: string; gross: string }[];
  notes: string[];
  /** ISO 4217: of all amounts. */
  currency: string;
}

export interface InvoicePaperLine {
  title: string;
  /** Below the title, in small. */
  notes: string[];
  quantity: string;
  unitPrice: string;
  tax: string;
  amount: string;
}

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
