import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { locationStatuses, movementKinds, stockPolicies } from "../enums.ts";
import type { Location } from "./address.ts";
import { variants } from "./catalog.ts";
import { json, moment, oneOf } from "./columns.ts";
import { orders } from "./order.ts";

/**
 * The one truth about units that can be sold: every variant has a row, the sum of those of its locations, and
 * `on_hand - reserved` can be sold. Movements alone change it, by a trigger (migration `stock`).
 */
export const stockLevels = sqliteTable(
  "stock_levels",
  {
    variantId: text("variant_id")
      .primaryKey()
      .references(() => variants.id, { onDelete: "cascade" }),
    policy: text({ enum: stockPolicies }).notNull(),
    onHand: integer("on_hand").notNull(),
    reserved: integer().notNull().default(0),
    /** Whoever falls to so few that can be sold is told of; null is nobody. */
    lowStockThreshold: integer("low_stock_threshold"),
  },
  (table) => [
    check("stock_levels_policy_known", oneOf(table.policy, stockPolicies)),
    check("stock_levels_not_negative", sql`${table.onHand} >= 0 and ${table.reserved} >= 0`),
    // The promise not to oversell, kept by the database whatever the code above it does.
    check(
      "stock_levels_not_oversold",
      sql`${table.policy} <> 'deny' or ${table.reserved} <= ${table.onHand}`,
    ),
    index("stock_levels_low")
      .on(sql`on_hand - reserved <= low_stock_threshold`, table.variantId)
      .where(sql`low_stock_threshold is not null`),
  ],
);

/** Where units are. */
export const locations = sqliteTable(
  "locations",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    address: json<Location>("address"),
    /** Where it sends to (ISO 3166-1 alpha-2); null is everywhere. */
    countries: json<string[]>("countries"),
    /** The lowest is asked first. */
    priority: integer().notNull().default(0),
    status: text({ enum: locationStatuses }).notNull().default("active"),
    /** Whether new variants' units are there: those of one location are. */
    isDefault: integer("is_default", { mode: "boolean" }).notNull().default(false),
    version: integer().notNull().default(1),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("locations_status_known", oneOf(table.status, locationStatuses)),
    uniqueIndex("locations_one_default").on(table.isDefault).where(sql`is_default = 1`),
  ],
);

/** What a variant has at a location; movements alone change it. */
export const locationLevels = sqliteTable(
  "location_levels",
  {
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id, { onDelete: "cascade" }),
    locationId: text("location_id")
      .notNull()
      .references(() => locations.id, { onDelete: "restrict" }),
    onHand: integer("on_hand").notNull().default(0),
    reserved: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.variantId, table.locationId] }),
    index("location_levels_of_location").on(table.locationId, table.variantId),
    check("location_levels_not_negative", sql`${table.onHand} >= 0 and ${table.reserved} >= 0`),
  ],
);

/** Every change of stock there ever was: its sums are the levels, at every moment. Rows are only ever added. */
export const stockMovements = sqliteTable(
  "stock_movements",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id, { onDelete: "cascade" }),
    locationId: text("location_id")
      .notNull()
      .references(() => locations.id, { onDelete: "restrict" }),
    kind: text({ enum: movementKinds }).notNull(),
    onHandDelta: integer("on_hand_delta").notNull(),
    reservedDelta: integer("reserved_delta").notNull(),
    /** In the words of whoever moved it. */
    reason: text(),
    orderId: text("order_id").references(() => orders.id, { onDelete: "restrict" }),
    actorId: text("actor_id"),
    movedAt: moment("moved_at").notNull(),
  },
  (table) => [
    check("stock_movements_kind_known", oneOf(table.kind, movementKinds)),
    // Each of them ends with the id, as every index does, and so has them in their order.
    index("stock_movements_of_variant").on(table.variantId),
    index("stock_movements_of_location").on(table.locationId),
    index("stock_movements_of_order").on(table.orderId).where(sql`order_id is not null`),
  ],
);

/** Units held for an order, until they are sent or let go: what its movements come to, written by a trigger (migration `stock`). */
export const stockReservations = sqliteTable(
  "stock_reservations",
  {
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "restrict" }),
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id, { onDelete: "restrict" }),
    locationId: text("location_id")
      .notNull()
      .references(() => locations.id, { onDelete: "restrict" }),
    quantity: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.variantId, table.locationId] }),
    index("stock_reservations_by_variant").on(table.variantId),
    check("stock_reservations_quantity_not_negative", sql`${table.quantity} >= 0`),
  ],
);
