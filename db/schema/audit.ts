import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { json, moment } from "./columns.ts";

/** Who did what to whom, when and from where: kept when all of these are gone, and without secrets. */
export const auditEvents = sqliteTable(
  "audit_events",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    type: text().notNull(),
    /** The customer, member of staff or API key who did it; null for nobody who was signed in. */
    actorId: text("actor_id"),
    /** The record it was done to; null when there is none, such as at a sign-in to no account. */
    subjectId: text("subject_id"),
    /** What else there is to say, such as the role that was given. */
    details: json<Record<string, unknown>>("details"),
    /** The network address, as the server saw it. */
    address: text(),
    device: text().notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    index("audit_events_of_subject").on(table.subjectId, table.id),
    index("audit_events_by_actor").on(table.actorId, table.id),
  ],
);
