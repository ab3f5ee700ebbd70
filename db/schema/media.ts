import { index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { json, moment } from "./columns.ts";

/** A picture that was uploaded. A product may not take one that is being removed (migration `catalogue`). */
export const uploads = sqliteTable(
  "uploads",
  {
    /** What the names of its files begin with. */
    picture: text().primaryKey(),
    /** None once they are removed. */
    files: json<string[]>("files").notNull(),
    /** When it is looked at next whether anything uses it. */
    dueAt: moment("due_at").notNull(),
    /** Who removes its files has so long for it; null while they stay. */
    goingUntil: moment("going_until"),
  },
  (table) => [index("uploads_due").on(table.dueAt)],
);
