import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import {
  disputeStatuses,
  type MoneyAccount,
  type MoneyMovementKind,
  moneyPostings,
  paymentProviders,
  payoutEntryKinds,
} from "../enums.ts";
import { amount, moment, oneOf } from "./columns.ts";
import { payments } from "./order.ts";

const postings = Object.entries(moneyPostings).map(
  ([kind, { debit, credit }]) => `${kind} ${debit} ${credit}`,
);

/**
 * Every movement of money there ever was, in double entry: what one account gains another loses, so that all sum to
 * zero. It is the one way to change a payment's amounts, by a trigger (migration `money`). Rows are only ever added.
 */
export const moneyMovements = sqliteTable(
  "money_movements",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** With whom the money is, or was. */
    provider: text({ enum: paymentProviders }).notNull(),
    /** Null for what is paid out, which is many payments'. */
    paymentId: text("payment_id").references(() => payments.id, { onDelete: "restrict" }),
    kind: text().$type<MoneyMovementKind>().notNull(),
    debit: text().$type<MoneyAccount>().notNull(),
    credit: text().$type<MoneyAccount>().notNull(),
    amount: amount("amount").notNull(),
    /** The payment's, but for fees, which a provider takes in its own. */
    currency: text().notNull(),
    /** The refund's or the dispute's id, or what its provider finds a fee or a payout by. */
    sourceId: text("source_id"),
    movedAt: moment("moved_at").notNull(),
  },
  (table) => [
    check("money_movements_provider_known", oneOf(table.provider, paymentProviders)),
    check(
      "money_movements_between_accounts_of_kind",
      sql`${table.kind} || ' ' || ${table.debit} || ' ' || ${table.credit} in (${sql.raw(postings.map((each) => `'${each}'`).join(", "))})`,
    ),
    check("money_movements_amount_positive", sql`${table.amount} > 0`),
    check(
      "money_movements_of_payment_or_payout",
      sql`(${table.paymentId} is null) = (${table.kind} in ('paid_out', 'paid_in'))`,
    ),
    index("money_movements_of_payment").on(table.paymentId, table.id).where(sql`payment_id is not null`),
    index("money_movements_by_time").on(table.movedAt),
    // What a provider tells again is the same fee, and the same payout.
    uniqueIndex("money_movements_once")
      .on(table.provider, table.kind, table.sourceId)
      .where(sql`kind in ('fee_charged', 'fee_returned', 'paid_out', 'paid_in')`),
  ],
);

/** A payment that its buyer asked their bank to take back. */
export const disputes = sqliteTable(
  "disputes",
  {
    id: text().primaryKey(),
    paymentId: text("payment_id")
      .notNull()
      .references(() => payments.id, { onDelete: "restrict" }),
    /** What its provider finds it by. */
    reference: text().notNull(),
    status: text({ enum: disputeStatuses }).notNull(),
    /** What it holds back, or took; nothing as long as a bank asks questions alone. */
    amount: amount("amount").notNull(),
    /** In its provider's words. */
    reason: text().notNull(),
    /** Until when evidence can be handed in, at the provider; null where nobody said. */
    dueBy: moment("due_by"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("disputes_status_known", oneOf(table.status, disputeStatuses)),
    check("disputes_amount_not_negative", sql`${table.amount} >= 0`),
    uniqueIndex("disputes_by_reference").on(table.reference, table.paymentId),
    index("disputes_of_payment").on(table.paymentId),
    index("disputes_by_status").on(table.status, table.id),
  ],
);

/** What was moved on a day (UTC), by kind: written by a trigger (migration `money`), so that reports count days, not movements. */
export const moneyDays = sqliteTable(
  "money_days",
  {
    /** `2026-11-28`. */
    day: text().notNull(),
    provider: text({ enum: paymentProviders }).notNull(),
    currency: text().notNull(),
    kind: text().$type<MoneyMovementKind>().notNull(),
    count: integer().notNull(),
    amount: amount("amount").notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.provider, table.currency, table.kind] })],
);

/** Money that a provider sent to the shop's bank. */
export const payouts = sqliteTable(
  "payouts",
  {
    id: text().primaryKey(),
    provider: text({ enum: paymentProviders }).notNull(),
    /** What the provider finds it by. */
    reference: text().notNull(),
    /** Less than nothing where the provider took it back. */
    amount: amount("amount").notNull(),
    currency: text().notNull(),
    arrivesAt: moment("arrives_at").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    check("payouts_provider_known", oneOf(table.provider, paymentProviders)),
    uniqueIndex("payouts_by_reference").on(table.provider, table.reference),
    index("payouts_by_arrival").on(table.provider, table.arrivesAt),
  ],
);

/** What a payout is made of, as its provider says. */
export const payoutEntries = sqliteTable(
  "payout_entries",
  {
    payoutId: text("payout_id")
      .notNull()
      .references(() => payouts.id, { onDelete: "restrict" }),
    position: integer().notNull(),
    kind: text({ enum: payoutEntryKinds }).notNull(),
    /** What the provider finds the payment, the refund or the dispute by. */
    source: text().notNull(),
    /** Less than nothing for what went out. The fee is not in it. */
    amount: amount("amount").notNull(),
    fee: amount("fee").notNull(),
    currency: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.payoutId, table.position] }),
    check("payout_entries_kind_known", oneOf(table.kind, payoutEntryKinds)),
    index("payout_entries_by_source").on(table.source, table.kind),
  ],
);
