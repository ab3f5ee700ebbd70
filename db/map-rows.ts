import type { ResultSet } from "@libsql/client";
import { Column, is, SQL } from "drizzle-orm";
import type { LibSQLPreparedQuery } from "drizzle-orm/libsql";

type Decode = (value: unknown) => unknown;

interface Field {
  name: string;
  /** Undefined where a value is what the database gives. */
  decode: Decode | undefined;
}

/** Makes a statement's answer out of what the database gives. */
export type MapRows = (result: ResultSet) => unknown;

/**
 * As Drizzle maps the rows of a statement, but with what is the same for each row looked up once: Drizzle asks what kind
 * of thing a column is for every value, which for a page of rows costs as much as reading them.
 */
export function mapRowsOf(query: LibSQLPreparedQuery): MapRows {
  const fields = flatFieldsOf(query);
  if (!fields) return (result) => query.mapResult(result, true);
  return ({ rows }) =>
    rows.map((row) => {
      const mapped: Record<string, unknown> = {};
      for (let index = 0; index < fields.length; index++) {
        const field = fields[index];
        if (field) mapped[field.name] = decoded(field, row[index]);
      }
      return mapped;
    });
}

function decoded({ decode }: Field, value: unknown): unknown {
  return decode === undefined || value === null ? value : decode(value);
}

/** The fields of a statement that answers a list of plain objects; undefined for every other. */
function flatFieldsOf(query: LibSQLPreparedQuery): Field[] | undefined {
  // Sound: Drizzle declares them internal; those of a statement without rows, or by other rules, are undefined.
  const { fields, executeMethod, customResultMapper } = query as unknown as Internals;
  if (!fields || executeMethod !== "all" || customResultMapper) return undefined;
  const flat = fields.flatMap(({ path: [name, ...deeper], field }) => {
    const decoder = decoderOf(field);
    return name === undefined || deeper.length > 0 || !decoder ? [] : [{ name, decode: decodeWith(decoder) }];
  });
  return flat.length === fields.length ? flat : undefined;
}

interface Internals {
  fields?: { path: string[]; field: unknown }[];
  executeMethod: string;
  customResultMapper?: unknown;
}

interface Decoder {
  mapFromDriverValue: Decode;
}

function decoderOf(field: unknown): Decoder | undefined {
  if (is(field, Column)) return field;
  const expression = is(field, SQL.Aliased) ? field.sql : field;
  // Sound: an expression's decoder is public by `mapWith` alone.
  return is(expression, SQL) ? (expression as unknown as { decoder: Decoder }).decoder : undefined;
}

function decodeWith(decoder: Decoder): Decode | undefined {
  const { mapFromDriverValue } = decoder;
  if (mapFromDriverValue === Column.prototype.mapFromDriverValue) return undefined;
  return (value) => decoder.mapFromDriverValue(value);
}
