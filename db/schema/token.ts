import { check, index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { tokenPurposes } from "../enums.ts";
import { json, moment, oneOf } from "./columns.ts";
import { customers } from "./customer.ts";

/** What a mail carries to prove that its reader has the mailbox: used once, for one purpose, for a while. */
export const mailTokens = sqliteTable(
  "mail_tokens",
  {
    /** SHA-256 of the token, which is in the mail alone. */
    hash: text().primaryKey(),
    customerId: text("customer_id")
      .notNull()
      .references(() => customers.id, { onDelete: "cascade" }),
    purpose: text({ enum: tokenPurposes }).notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [
    check("mail_tokens_purpose_known", oneOf(table.purpose, tokenPurposes)),
    index("mail_tokens_of_customer").on(table.customerId, table.purpose),
    index("mail_tokens_expiring").on(table.expiresAt),
  ],
);

/** The keys that sign access tokens, one at a time: the next is published before, and the last one for a while after. */
export const signingKeys = sqliteTable(
  "signing_keys",
  {
    /** The `kid` of its tokens. */
    id: text().primaryKey(),
    publicKey: json<{ kty: "OKP"; crv: "Ed25519"; x: string }>("public_key").notNull(),
    /** PKCS #8, PEM; sealed where the environment has keys for it. */
    privateKey: text("private_key").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [index("signing_keys_newest").on(table.createdAt)],
);
