import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { promotionStatuses, promotionTriggers } from "../enums.ts";
import { json, moment, oneOf } from "./columns.ts";
import type { Amounts, LineSelection, PromotionConditions, PromotionEffect } from "./promotion-rule.ts";

/** What makes carts cheaper, by itself or by a code. */
export const promotions = sqliteTable(
  "promotions",
  {
    id: text().primaryKey(),
    /** What shoppers are shown beside what it takes off. */
    name: text().notNull(),
    trigger: text("triggered_by", { enum: promotionTriggers }).notNull(),
    status: text({ enum: promotionStatuses }).notNull(),
    /** The highest comes first; of equals, the oldest. */
    priority: integer().notNull().default(0),
    /** Whether it stands alone: with any other before it, it does not hold, and none holds after it. */
    exclusive: integer({ mode: "boolean" }).notNull().default(false),
    /** Null is always, so far. */
    startsAt: moment("starts_at"),
    /** The first moment it no longer holds; null is for ever. */
    endsAt: moment("ends_at"),
    /** The lines that it is on; null is all. Of shipping, the lines that its conditions count. */
    lines: json<LineSelection>("lines"),
    conditions: json<PromotionConditions>("conditions").notNull(),
    effect: json<PromotionEffect>("effect").notNull(),
    /** The most it takes off one order; null is all there is. */
    cap: json<Amounts>("cap"),
    /** How many orders may use it; null is any number. */
    usageLimit: integer("usage_limit"),
    usageLimitPerCustomer: integer("usage_limit_per_customer"),
    /** How many orders have used it. */
    uses: integer().notNull().default(0),
    /** What it has taken off those orders. */
    discounted: json<Amounts>("discounted").notNull().default({}),
    version: integer().notNull().default(1),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("promotions_trigger_known", oneOf(table.trigger, promotionTriggers)),
    check("promotions_status_known", oneOf(table.status, promotionStatuses)),
    // The last one to use it loses the race here, whatever was read before.
    check(
      "promotions_not_overused",
      sql`${table.usageLimit} is null or ${table.uses} <= ${table.usageLimit}`,
    ),
    check(
      "promotions_end_after_start",
      sql`${table.startsAt} is null or ${table.endsAt} is null or ${table.endsAt} > ${table.startsAt}`,
    ),
    index("promotions_automatic")
      .on(table.priority, table.id)
      .where(sql`status = 'active' and triggered_by = 'automatic'`),
  ],
);

/** What a shopper types for a promotion. */
export const promotionCodes = sqliteTable(
  "promotion_codes",
  {
    /** As `normalizeCode` writes it. */
    code: text().primaryKey(),
    promotionId: text("promotion_id")
      .notNull()
      .references(() => promotions.id, { onDelete: "cascade" }),
    /** How many orders may use the code; null is any number. */
    usageLimit: integer("usage_limit"),
    uses: integer().notNull().default(0),
    /** When it was ended by hand; it stays known, so that carts that hold it can say so. */
    endedAt: moment("ended_at"),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    index("promotion_codes_of_promotion").on(table.promotionId, table.code),
    index("promotion_codes_unused").on(table.promotionId, table.code).where(sql`uses = 0`),
    check(
      "promotion_codes_not_overused",
      sql`${table.usageLimit} is null or ${table.uses} <= ${table.usageLimit}`,
    ),
  ],
);

/** How often a buyer has used a promotion, whether it limits that or not: a limit may come later. */
export const promotionBuyers = sqliteTable(
  "promotion_buyers",
  {
    promotionId: text("promotion_id")
      .notNull()
      .references(() => promotions.id, { onDelete: "cascade" }),
    /** As `buyerKey` writes it. */
    buyer: text().notNull(),
    uses: integer().notNull(),
    /** The promotion's own, as it was at the last use, for the check. */
    usageLimit: integer("usage_limit"),
  },
  (table) => [
    // The buyer first, so that all of one who leaves can be found.
    primaryKey({ columns: [table.buyer, table.promotionId] }),
    check(
      "promotion_buyers_not_overused",
      sql`${table.usageLimit} is null or ${table.uses} <= ${table.usageLimit}`,
    ),
  ],
);
