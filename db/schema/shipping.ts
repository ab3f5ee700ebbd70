import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { shippingKinds, shippingStatuses } from "../enums.ts";
import type { Location } from "./address.ts";
import { json, moment, oneOf } from "./columns.ts";
import type { LineSelection } from "./promotion-rule.ts";

/** A part of the world: a country, or what regions or postal codes name of it. */
export interface Zone {
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** As addresses write them; null is all. */
  regions: readonly string[] | null;
  /** `10115`, `101*` or `10000-19999`; null is all. */
  postalCodes: readonly string[] | null;
}

/** What shipping costs in one currency, in minor units. */
export interface ShippingPrice {
  /** What the steps go by: nothing, grams, what the goods cost in minor units, or units. */
  by: "flat" | "weight" | "subtotal" | "quantity";
  /** The first whose `upTo`, itself included, is not exceeded holds; null is no bound. Beyond the last it is not on offer. */
  steps: readonly { upTo: number | null; amount: number }[];
  /** What the goods have to come to, after their promotions, for it to be free; null is never. */
  freeFrom: number | null;
}

/** A way for a cart to reach its buyer. */
export const shippingOptions = sqliteTable(
  "shipping_options",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    description: text().notNull().default(""),
    kind: text({ enum: shippingKinds }).notNull().default("delivery"),
    status: text({ enum: shippingStatuses }).notNull().default("active"),
    /** Where it delivers to; null is everywhere. */
    zones: json<Zone[]>("zones"),
    /** By currency: it is on offer in those alone. */
    prices: json<Record<string, ShippingPrice>>("prices").notNull(),
    /** Working days until it is there. */
    minDays: integer("min_days"),
    maxDays: integer("max_days"),
    /** Where what is picked up waits. */
    pickupAddress: json<Location>("pickup_address"),
    /** A cart with one of these is not sent by it. */
    excluded: json<LineSelection>("excluded"),
    /** Whose rates it is taxed by; null: as the goods are, in proportion to them. */
    taxClass: text("tax_class"),
    position: integer().notNull().default(0),
    version: integer().notNull().default(1),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("shipping_options_kind_known", oneOf(table.kind, shippingKinds)),
    check("shipping_options_status_known", oneOf(table.status, shippingStatuses)),
    check(
      "shipping_options_pickup_has_address",
      sql`(${table.kind} = 'pickup') = (${table.pickupAddress} is not null)`,
    ),
    check(
      "shipping_options_days_in_order",
      sql`(${table.minDays} is null) = (${table.maxDays} is null) and coalesce(${table.minDays}, 0) between 0 and coalesce(${table.maxDays}, 0)`,
    ),
    index("shipping_options_in_order").on(table.status, table.position, table.id),
  ],
);
