import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { json, moment } from "./columns.ts";

/** What must happen outside because something was committed here, written in the same transaction. */
export const outbox = sqliteTable(
  "outbox",
  {
    /** Rises with every commit, which gives the events their order. */
    id: integer().primaryKey({ autoIncrement: true }),
    topic: text().notNull(),
    /** The record the event is about; events of one subject are delivered in order. */
    subjectId: text("subject_id").notNull(),
    payload: json<Record<string, unknown>>("payload").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [index("outbox_by_subject").on(table.subjectId, table.id)],
);
