import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { json, moment } from "./columns.ts";

/**
 * What must still happen outside because something was committed here, written in the same transaction. What was
 * delivered is deleted: the table stays small, and a secret in a payload is gone with the mail that carried it.
 */
export const outbox = sqliteTable(
  "outbox",
  {
    /** Rises with every commit, which gives the events their order; none is given twice. */
    id: integer().primaryKey({ autoIncrement: true }),
    topic: text().notNull(),
    /** The record the event is about; events of one subject are delivered in order. */
    subjectId: text("subject_id").notNull(),
    payload: json<unknown>("payload").notNull(),
    createdAt: moment("created_at").notNull(),
    /** How often it was taken up; whoever took it up owns it as long as this has not risen further. */
    attempts: integer().notNull().default(0),
    /** Nobody takes it up before then: the end of a back-off, or of the lease of whoever is delivering it. */
    availableAt: moment("available_at").notNull(),
    /** When it was given up; null while it is to be delivered. */
    deadAt: moment("dead_at"),
    /** Of the latest failure its kind alone: an error's own message may hold anybody's address. */
    lastError: text("last_error"),
  },
  (table) => [
    index("outbox_due").on(table.availableAt, table.id).where(sql`dead_at is null`),
    index("outbox_dead").on(table.id).where(sql`dead_at is not null`),
    index("outbox_by_subject").on(table.subjectId, table.id).where(sql`dead_at is null`),
  ],
);
