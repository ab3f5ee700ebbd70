import { getTableColumns, type InferSelectModel, type SQL, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { prepared } from "./prepared.ts";
import type { Connection } from "./transaction.ts";

/**
 * A statement that inserts one whole row, built once: `insertOrder(db, row)`. A column named in `computed` gets that
 * expression instead of the row's value; the expression's placeholders take theirs from `parameters`.
 */
export function rowInsert<Table extends SQLiteTable>(
  table: Table,
  computed: Partial<Record<keyof InferSelectModel<Table>, SQL>> = {},
) {
  const placeholders = Object.fromEntries(
    Object.keys(getTableColumns(table)).map((column) => [column, sql.placeholder(column)]),
  );
  // Sound: a placeholder or an expression stands for every column.
  const values = { ...placeholders, ...computed } as Table["$inferInsert"];
  const statement = prepared((db) => db.insert(table).values(values));
  return (db: Connection, row: Table["$inferSelect"], parameters: Record<string, unknown> = {}) =>
    statement(db, { ...row, ...parameters });
}
