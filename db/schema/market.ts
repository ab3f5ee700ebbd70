import { sql } from "drizzle-orm";
import { check, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { roundingModes, taxRoundings } from "../enums.ts";
import { json, oneOf } from "./columns.ts";

/** Where a store sells: decides the currency, the language and the taxes a shopper sees. */
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
    /** Where it sells from (ISO 3166-1 alpha-2): a cart without an address is taxed as there; null is not at all. */
    taxCountry: text("tax_country"),
    /** What of a tax is rounded: that of each line, or that of the whole order. */
    taxRounding: text("tax_rounding", { enum: taxRoundings }).notNull().default("line"),
    /** Where halves go. */
    rounding: text({ enum: roundingModes }).notNull().default("half_up"),
    version: integer().notNull().default(1),
    isDefault: integer("is_default", { mode: "boolean" }).notNull().default(false),
  },
  (table) => [
    check("markets_currency_is_iso_4217", sql`${table.currency} glob '[A-Z][A-Z][A-Z]'`),
    check("markets_tax_rounding_known", oneOf(table.taxRounding, taxRoundings)),
    check("markets_rounding_known", oneOf(table.rounding, roundingModes)),
    uniqueIndex("markets_one_default").on(table.isDefault).where(sql`is_default = 1`),
  ],
);
