import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { maxAmount } from "../limits.ts";
import { amount, json } from "./columns.ts";

/** Where a store sells: decides the currency and the language a shopper sees. */
export const markets = sqliteTable(
  "markets",
  {
    code: text().primaryKey(),
    name: text().notNull(),
    currency: text().notNull(),
    /** The language that its texts are in, where they are translated (BCP 47). */
    locale: text().notNull().default("en"),
    /** ISO 3166-1 alpha-2 codes; null is everywhere. */
    countries: json<string[]>("countries"),
    /** Whether its prices are what is paid, tax and all. */
    pricesIncludeTax: integer("prices_include_tax", { mode: "boolean" }).notNull().default(true),
    version: integer().notNull().default(1),
    isDefault: integer("is_default", { mode: "boolean" }).notNull().default(false),
  },
  (table) => [
    check("markets_currency_is_iso_4217", sql`${table.currency} glob '[A-Z][A-Z][A-Z]'`),
    uniqueIndex("markets_one_default").on(table.isDefault).where(sql`is_default = 1`),
  ],
);

/** A way to have a cart delivered, at a flat price in one currency. */
export const shippingOptions = sqliteTable(
  "shipping_options",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    description: text().notNull().default(""),
    amount: amount("amount").notNull(),
    currency: text().notNull(),
    /** ISO 3166-1 alpha-2 codes it delivers to; null is everywhere. */
    countries: json<string[]>("countries"),
    position: integer().notNull().default(0),
  },
  (table) => [
    check(
      "shipping_options_amount_in_range",
      sql`${table.amount} between 0 and ${sql.raw(String(maxAmount))}`,
    ),
    index("shipping_options_by_currency").on(table.currency, table.position),
  ],
);
