import { type Column, type GetColumnData, type SQL, sql } from "drizzle-orm";
import { fieldOf, mapRow } from "./map-rows.ts";

type Fields = Record<string, Column | SQL>;

/** What a row of these fields is. */
export type NestedRow<Selected extends Fields> = {
  [Name in keyof Selected]: Selected[Name] extends Column
    ? GetColumnData<Selected[Name]>
    : Selected[Name] extends SQL<infer Value>
      ? Value
      : never;
};

/**
 * The rows of a subquery as one value of a statement's row; `rest` is what follows its fields. They come as one JSON
 * text, which costs less than rows of their own: each value of those crosses from SQLite by itself. A libSQL server
 * does not parse an `order by` in an aggregate: rows are put in order within.
 */
export function nestedRows<Selected extends Fields>(fields: Selected, rest: SQL): SQL<NestedRow<Selected>[]> {
  const read = Object.entries(fields).map(([name, field]) => fieldOf(name, field));
  const names = read.map((_, index) => sql.raw(`value${index}`));
  const named = Object.values(fields).map((field, index) => sql`${field} as ${names[index]}`);
  const [all, selected] = [sql.join(names, sql`, `), sql.join(named, sql`, `)];
  return sql`(select json_group_array(json_array(${all})) from (select ${selected} ${rest}))`.mapWith(
    (json: string) => {
      const rows: unknown[][] = json === "[]" ? [] : JSON.parse(json);
      // Sound: they are of those fields, in that order, and read as the fields' types say.
      return rows.map((row) => mapRow(read, row)) as NestedRow<Selected>[];
    },
  );
}
