import { index, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { moment } from "./columns.ts";

/** The first answer to a mutation that carried an `Idempotency-Key`, stored in the transaction of its effect. */
export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    /** Who asked. Guests are all one: their keys, like the ids of their carts, are secrets that have to be unguessable. */
    scope: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of procedure and input: tells a repeat from another request under the same key. */
    fingerprint: text().notNull(),
    answer: text().notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.scope, table.key] }),
    index("idempotency_keys_oldest").on(table.createdAt),
  ],
);
