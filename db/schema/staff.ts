import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Permission } from "../enums.ts";
import { json, moment } from "./columns.ts";
import { customers } from "./customer.ts";

/** A set of permissions with a name. */
export const roles = sqliteTable("roles", {
  name: text().primaryKey(),
  permissions: json<Permission[]>("permissions").notNull(),
  version: integer().notNull().default(1),
  createdAt: moment("created_at").notNull(),
  updatedAt: moment("updated_at").notNull(),
});

/** The accounts of those who run the shop, each with one role. */
export const staff = sqliteTable(
  "staff",
  {
    customerId: text("customer_id")
      .primaryKey()
      .references(() => customers.id, { onDelete: "restrict" }),
    role: text()
      .notNull()
      .references(() => roles.name, { onDelete: "restrict" }),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [index("staff_by_role").on(table.role)],
);

/** Who was asked to join the staff and has not answered yet. */
export const invitations = sqliteTable(
  "invitations",
  {
    id: text().primaryKey(),
    /** As `normalizeEmail` writes it. */
    email: text().notNull().unique(),
    role: text()
      .notNull()
      .references(() => roles.name, { onDelete: "restrict" }),
    /** The member of staff or the API key who asked. */
    invitedBy: text("invited_by"),
    /** SHA-256 of the token, which is in the mail alone; null until that is sent. */
    tokenHash: text("token_hash").unique(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [
    check("invitations_email_normalized", sql`${table.email} = lower(trim(${table.email}))`),
    index("invitations_by_role").on(table.role),
  ],
);

/** What servers sign in with. */
export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** SHA-256 of the key, which its holder alone has. */
    hash: text().notNull(),
    /** Its first characters, by which people tell keys apart. */
    start: text().notNull(),
    scopes: json<Permission[]>("scopes").notNull(),
    /** The member of staff who made it. */
    createdBy: text("created_by"),
    createdAt: moment("created_at").notNull(),
    /** To the hour; null until it is used. */
    lastUsedAt: moment("last_used_at"),
    /** Null for one that does not expire. */
    expiresAt: moment("expires_at"),
    revokedAt: moment("revoked_at"),
  },
  (table) => [
    uniqueIndex("api_keys_hash").on(table.hash),
    // A request for a key that comes twice makes one: its answer is a secret and cannot be stored.
    uniqueIndex("api_keys_one_of_a_name").on(table.createdBy, table.name).where(sql`revoked_at is null`),
  ],
);
