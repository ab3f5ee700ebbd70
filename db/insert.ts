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

/**
 * A statement that inserts any number of whole rows, built once: they come as one JSON text, so that the statement and
 * its cost stay the same. `insertPrices(db, rows)`; nothing is done for no rows. A `Given` column is the database's to give.
 */
export function rowsInsert<Table extends SQLiteTable, Given extends string = never>(table: Table) {
  const columns = Object.entries(getTableColumns(table));
  const values = columns.map((_, index) => sql`j.value ->> ${sql.raw(String(index))}`);
  const rows = sql.placeholder("rows");
  const statement = prepared((db) =>
    db.insert(table).select(sql`select ${sql.join(values, sql`, `)} from json_each(${rows}) j where true`),
  );
  return async (db: Connection, all: readonly Omit<InferSelectModel<Table>, Given>[]): Promise<void> => {
    if (all.length === 0) return;
    const encoded = all.map((row: Record<string, unknown>) =>
      columns.map(([name, column]) => {
        const value = row[name];
        return value === null || value === undefined ? null : column.mapToDriverValue(value);
      }),
    );
    await statement(db, { rows: JSON.stringify(encoded) });
  };
}
