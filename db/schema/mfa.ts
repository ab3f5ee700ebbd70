import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { moment } from "./columns.ts";
import { customers } from "./customer.ts";

/** The authenticator app of a customer: asked for from the moment it is confirmed. */
export const secondFactors = sqliteTable(
  "second_factors",
  {
    customerId: text("customer_id")
      .primaryKey()
      .references(() => customers.id, { onDelete: "cascade" }),
    /** Base32; sealed where the environment has keys for it, and never hashed: every code is computed from it. */
    secret: text().notNull(),
    createdAt: moment("created_at").notNull(),
    confirmedAt: moment("confirmed_at"),
    /** The time step of the latest code that was used: it and those before it are refused. */
    lastStep: integer("last_step"),
  },
  (table) => [
    check(
      "second_factors_confirmed_by_a_code",
      sql`(${table.confirmedAt} is null) = (${table.lastStep} is null)`,
    ),
  ],
);

/** The codes that let a customer in without the app; one that was used is deleted. */
export const recoveryCodes = sqliteTable(
  "recovery_codes",
  {
    customerId: text("customer_id")
      .notNull()
      .references(() => secondFactors.customerId, { onDelete: "cascade" }),
    /** SHA-256. */
    hash: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.customerId, table.hash] })],
);

/** A sign-in whose password was right and whose second factor is awaited; deleted when it came. */
export const mfaChallenges = sqliteTable(
  "mfa_challenges",
  {
    /** SHA-256 of the id, which the device alone holds. */
    hash: text().primaryKey(),
    customerId: text("customer_id")
      .notNull()
      .references(() => secondFactors.customerId, { onDelete: "cascade" }),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [
    index("mfa_challenges_of_customer").on(table.customerId),
    index("mfa_challenges_expiring").on(table.expiresAt),
  ],
);
