import { sql } from "drizzle-orm";
import { check, foreignKey, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { json } from "./columns.ts";

/** The countries whose rates are known, each with all of them under one version. */
export const taxCountries = sqliteTable("tax_countries", {
  /** ISO 3166-1 alpha-2. */
  country: text().primaryKey(),
  version: integer().notNull().default(1),
});

/**
 * What is taken of what is sold to a place. Of rates with one name the most local one holds, for the product's tax class
 * before the standard one; rates of different names add up.
 */
export const taxRates = sqliteTable(
  "tax_rates",
  {
    country: text().notNull(),
    /** As addresses write it; null is the whole country. */
    region: text(),
    /** Patterns as of shipping zones; null is everywhere. */
    postalCodes: json<string[]>("postal_codes"),
    /** What shoppers are shown: "VAT", "NY sales tax". */
    name: text().notNull(),
    /** `standard`, or what products say. */
    taxClass: text("tax_class").notNull(),
    /** In millionths: 190,000 is 19 %. Basis points are too coarse: Quebec takes 9.975 %. */
    rate: integer().notNull(),
    /** Whether it is taken of shipping too. */
    onShipping: integer("on_shipping", { mode: "boolean" }).notNull(),
    /** Whether businesses with a VAT id owe it themselves when they buy from another country. */
    reverseCharge: integer("reverse_charge", { mode: "boolean" }).notNull(),
    position: integer().notNull(),
  },
  (table) => [
    foreignKey({ columns: [table.country], foreignColumns: [taxCountries.country] }).onDelete("cascade"),
    primaryKey({ columns: [table.country, table.position] }),
    check("tax_rates_in_range", sql`${table.rate} between 0 and 1000000`),
  ],
);
