import { type InStatement, LibsqlError, type ResultSet } from "@libsql/client";
import { type BoundValue, bind } from "../bind.ts";
import { rowPrototype, toRows } from "../rows.ts";

// What libSQL's servers hear and say over HTTP, of which this is what we need:
// https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md

type Value =
  | { type: "null" }
  | { type: "integer"; value: string }
  | { type: "float"; value: number }
  | { type: "text"; value: string }
  | { type: "blob"; base64: string };

interface SpokenStatement {
  sql?: string;
  sql_id?: number;
  args: Value[];
  want_rows: true;
}

export type Condition =
  | { type: "ok"; step: number }
  | { type: "is_autocommit" }
  | { type: "not"; cond: Condition }
  | { type: "and"; conds: Condition[] };

export interface Step {
  condition?: Condition;
  stmt: SpokenStatement;
}

export type StreamRequest =
  | { type: "batch"; batch: { steps: Step[] } }
  | { type: "sequence"; sql: string }
  | { type: "store_sql"; sql_id: number; sql: string }
  | { type: "close_sql"; sql_id: number }
  | { type: "close" };

export interface Fault {
  message: string;
  code?: string | null;
}

interface StatementResult {
  cols: { name?: string | null; decltype?: string | null }[];
  rows: Value[][];
  affected_row_count: number;
  last_insert_rowid?: string | null;
}

/** By step: its result, or what was wrong with it, or neither where its condition did not hold. */
export interface BatchResult {
  step_results: (StatementResult | null)[];
  step_errors: (Fault | null)[];
}

export type StreamAnswer =
  | { type: "ok"; response: { type: string; result?: BatchResult } }
  | { type: "error"; error: Fault };

export interface PipelineAnswer {
  baton?: string | null;
  base_url?: string | null;
  results: StreamAnswer[];
}

/** A statement that is run if all of that holds. */
export function toStep(statement: InStatement, ...conds: Condition[]): Step {
  const { sql, args } = typeof statement === "string" ? { sql: statement } : statement;
  const stmt = { sql, args: bind(args).map(toValue), want_rows: true as const };
  return conds.length === 0 ? { stmt } : { stmt, condition: { type: "and", conds } };
}

/**
 * As the native package gives it to SQLite, so that a statement does the same on both: numbers as floats, and half a
 * surrogate pair, which is no text in UTF-8, as U+FFFD.
 */
function toValue(value: BoundValue): Value {
  if (value === null) return { type: "null" };
  if (typeof value === "number") return { type: "float", value };
  if (typeof value === "bigint") return { type: "integer", value: String(value) };
  if (typeof value === "string") return { type: "text", value: value.toWellFormed() };
  return { type: "blob", base64: Buffer.from(value).toString("base64") };
}

export function toResultSet({ cols, rows, ...counts }: StatementResult): ResultSet {
  const columns = cols.map(({ name }) => name ?? "");
  const read = toRows(
    rows.map((row) => row.map(fromValue)),
    rowPrototype(columns),
  );
  const rowsAffected = counts.affected_row_count;
  return {
    columns,
    columnTypes: cols.map(({ decltype }) => decltype ?? ""),
    rows: read,
    rowsAffected,
    lastInsertRowid: counts.last_insert_rowid == null ? undefined : BigInt(counts.last_insert_rowid),
    toJSON: () => ({ columns, rows: read, rowsAffected }),
  };
}

function fromValue(value: Value): unknown {
  if (value.type === "null") return null;
  if (value.type === "blob") return Buffer.from(value.base64, "base64");
  if (value.type !== "integer") return value.value;
  const integer = Number(value.value);
  if (Number.isSafeInteger(integer)) return integer;
  throw new RangeError("An integer of the database is too large for a number");
}

export function toError({ message, code }: Fault): LibsqlError {
  return new LibsqlError(message, code ?? "UNKNOWN");
}
