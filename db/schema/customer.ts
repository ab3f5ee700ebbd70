import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { customerStatuses } from "../enums.ts";
import type { Address } from "./address.ts";
import { json, moment, oneOf } from "./columns.ts";

export const customers = sqliteTable(
  "customers",
  {
    id: text().primaryKey(),
    /** As `normalizeEmail` writes it, so that one mailbox is one customer. */
    email: text().notNull().unique(),
    /** Null for who only ever signed in through others. */
    passwordHash: text("password_hash"),
    /** Null until somebody proved that they read the mailbox. */
    emailVerifiedAt: moment("email_verified_at"),
    status: text({ enum: customerStatuses }).notNull(),
    firstName: text("first_name"),
    lastName: text("last_name"),
    phone: text(),
    /** Whether the customer pays no tax anywhere. */
    taxExempt: integer("tax_exempt", { mode: "boolean" }).notNull().default(false),
    /** What promotions know them by: `wholesale`. */
    groups: json<string[]>("groups").notNull().default([]),
    /** Counts the changes of the profile, so that none is made over one that was not seen. */
    version: integer().notNull().default(1),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("customers_status_known", oneOf(table.status, customerStatuses)),
    check("customers_email_normalized", sql`${table.email} = lower(trim(${table.email}))`),
  ],
);

/** Where a customer has things sent. */
export const customerAddresses = sqliteTable(
  "customer_addresses",
  {
    id: text().primaryKey(),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id, { onDelete: "cascade" }),
    /** What the customer calls it. */
    label: text(),
    address: json<Address>("address").notNull(),
    isDefault: integer("is_default", { mode: "boolean" }).notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    index("customer_addresses_of_customer").on(table.customerId, table.id),
    uniqueIndex("customer_addresses_one_default").on(table.customerId).where(sql`is_default = 1`),
  ],
);

/** A device that is signed in. */
export const sessions = sqliteTable(
  "sessions",
  {
    /** Names the session in lists; opens nothing. */
    id: text().primaryKey(),
    /** SHA-256 of what the device holds: whoever reads the database cannot sign in with it. */
    tokenHash: text("token_hash").notNull(),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id, { onDelete: "cascade" }),
    device: text().notNull(),
    createdAt: moment("created_at").notNull(),
    lastUsedAt: moment("last_used_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [
    uniqueIndex("sessions_token").on(table.tokenHash),
    index("sessions_of_customer").on(table.customerId),
    index("sessions_expiring").on(table.expiresAt),
  ],
);

/** Who a customer is to somebody else who vouches for them (OpenID Connect, GitHub). */
export const identities = sqliteTable(
  "identities",
  {
    /** Who vouches, as an address: a name such as `oidc` may be given to another provider tomorrow. */
    issuer: text().notNull(),
    /** The issuer's own id of the person: an e-mail address may pass to another. */
    subject: text().notNull(),
    /** What the provider was called when the identity was linked: for people to read. */
    provider: text().notNull(),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id, { onDelete: "cascade" }),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject] }),
    index("identities_of_customer").on(table.customerId),
  ],
);
