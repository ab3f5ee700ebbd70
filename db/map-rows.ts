import type { ResultSet } from "@libsql/client";
import { Column, is, SQL } from "drizzle-orm";
import type { LibSQLPreparedQuery } from "drizzle-orm/libsql";

type Decode = (value: unknown) => unknown;

/** What a value of each row is called, and how it is read where it is not what the database gives. */
interface Field {
  name: string;
  decode: Decode | undefined;
}

/** Makes a statement's answer out of what the database gives. */
export type MapResult = (result: ResultSet) => unknown;

/**
 * As Drizzle maps the rows of a statement, but with what is the same for each row looked up once: Drizzle asks what kind
 * of thing a column is for every value, which for a page of rows costs as much as reading them.
 */
export function mapResultOf(query: LibSQLPreparedQuery): MapResult {
  // Sound: Drizzle declares them internal; a statement without rows, or that maps them by other rules, has no fields.
  const { fields, executeMethod, customResultMapper } = query as unknown as Internals;
  const isFlat = fields?.every(({ path }) => path.length === 1) && executeMethod === "all";
  if (!fields || !isFlat || customResultMapper) return (result) => query.mapResult(result, true);
  const flat = fields.map(({ path, field }) => fieldOf(path.join(), field));
  return ({ rows }) => rows.map((row) => mapRow(flat, row));
}

interface Internals {
  fields?: { path: string[]; field: unknown }[];
  executeMethod: string;
  customResultMapper?: unknown;
}

export function mapRow(fields: readonly Field[], row: ArrayLike<unknown>): Record<string, unknown> {
  const mapped: Record<string, unknown> = {};
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index];
    const value = row[index];
    if (field) mapped[field.name] = value === null || !field.decode ? value : field.decode(value);
  }
  return mapped;
}

/** Of a column, or of an expression, which may have a name. */
export function fieldOf(name: string, field: unknown): Field {
  const source = is(field, SQL.Aliased) ? field.sql : field;
  // Sound: a column decodes by itself, an expression by what `mapWith` gave it, which is declared internal.
  const decoder = (is(source, Column) ? source : (source as { decoder: unknown }).decoder) as Column;
  const isPlain = decoder.mapFromDriverValue === Column.prototype.mapFromDriverValue;
  return { name, decode: isPlain ? undefined : (value) => decoder.mapFromDriverValue(value) };
}
