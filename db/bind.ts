import type { InStatement, InValue } from "@libsql/client";

/** What SQLite keeps, as it is given to it. */
export type BoundValue = null | string | number | bigint | Uint8Array;

/** The values of a statement, by place. */
export function bind(args: Exclude<InStatement, string>["args"]): BoundValue[] {
  if (!args) return [];
  if (!Array.isArray(args)) throw new TypeError("named arguments are not supported");
  return args.map(bindValue);
}

function bindValue(value: InValue): BoundValue {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new RangeError("only finite numbers can be stored");
  }
  if (value === undefined) throw new TypeError("undefined cannot be stored");
  if (value instanceof Date) return value.getTime();
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  return value;
}
