import { type InStatement, LibsqlError, type ResultSet } from "@libsql/client";
import Native from "libsql";
import { bind } from "../bind.ts";
import { isRead } from "../reads.ts";
import { type RowPrototype, rowPrototype, toRows } from "../rows.ts";

interface Prepared {
  statement: Native.Statement;
  columns: string[];
  /** Null when the statement returns no rows. */
  prototype: RowPrototype | null;
  /** Whether it says of itself that it gives one row or none: to get that costs half of what going through rows does. */
  isOne: boolean;
}

const endsWithOne = /\blimit 1$/i;

/** More texts than one server uses; a bound, so that generated SQL cannot grow memory without end. */
const maxPrepared = 500;

/** One native connection to a database file that prepares each statement once. */
export class Connection {
  readonly #native: Native.Database;
  readonly #prepared = new Map<string, Prepared>();
  #closed = false;

  /** SQLite blocks the whole thread for up to `busyTimeoutMs` before it answers BUSY. */
  constructor(path: string, pragmas: readonly string[], busyTimeoutMs: number) {
    try {
      this.#native = new Native(path, { timeout: busyTimeoutMs });
      for (const pragma of pragmas) this.#native.exec(`PRAGMA ${pragma}`);
    } catch (error) {
      throw asLibsqlError(error);
    }
  }

  get inTransaction(): boolean {
    return !this.#closed && this.#native.inTransaction;
  }

  run(statement: InStatement): ResultSet {
    const { sql, args } = typeof statement === "string" ? { sql: statement } : statement;
    this.#assertOpen();
    try {
      const { statement: native, columns, prototype, isOne } = this.#prepare(sql);
      const values = bind(args);
      if (prototype) {
        const rows = isOne ? rowsOfOne(native.get(values)) : native.all(values);
        return result(columns, toRows(rows, prototype));
      }
      const { changes, lastInsertRowid } = native.run(values);
      return result(columns, [], changes, BigInt(lastInsertRowid));
    } catch (error) {
      this.#prepared.delete(sql); // a failed step can leave the statement open: never reuse it
      throw asLibsqlError(error);
    }
  }

  /** Runs a script of statements, keeping none of them. */
  exec(script: string): void {
    this.#assertOpen();
    try {
      this.#native.exec(script);
    } catch (error) {
      throw asLibsqlError(error);
    }
  }

  close(): void {
    this.#closed = true;
    this.#prepared.clear();
    this.#native.close();
  }

  /** The native package ends the whole process when a closed connection is used. */
  #assertOpen(): void {
    if (this.#closed) throw new LibsqlError("The connection is closed", "CLIENT_CLOSED");
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) return known;

    const statement = this.#native.prepare(sql);
    const columns = statement.reader
      ? statement
          .raw(true)
          .columns()
          .map(({ name }) => name)
      : [];
    const prepared = {
      statement,
      columns,
      prototype: statement.reader ? rowPrototype(columns) : null,
      isOne: isRead(sql) && endsWithOne.test(sql),
    };
    if (this.#prepared.size >= maxPrepared) this.#forgetOldest();
    this.#prepared.set(sql, prepared);
    return prepared;
  }

  #forgetOldest(): void {
    for (const sql of this.#prepared.keys()) {
      this.#prepared.delete(sql);
      return;
    }
  }
}

/** Whether another connection, or another statement of this one, is in the way for the moment. */
export function isBusy(error: unknown): boolean {
  return error instanceof LibsqlError && (error.code === "SQLITE_BUSY" || error.code === "SQLITE_LOCKED");
}

const rowsOfOne = (row: unknown): unknown[] => (row === undefined ? [] : [row]);

function result(
  columns: string[],
  rows: ResultSet["rows"],
  rowsAffected = 0,
  lastInsertRowid?: bigint,
): ResultSet {
  return {
    columns,
    columnTypes: [],
    rows,
    rowsAffected,
    lastInsertRowid,
    toJSON: () => ({ columns, rows, rowsAffected }),
  };
}

/** The primary result codes by number: https://sqlite.org/rescode.html */
const primaryCodes: Record<number, string> = {
  1: "SQLITE_ERROR",
  5: "SQLITE_BUSY",
  6: "SQLITE_LOCKED",
  8: "SQLITE_READONLY",
  10: "SQLITE_IOERR",
  11: "SQLITE_CORRUPT",
  13: "SQLITE_FULL",
  14: "SQLITE_CANTOPEN",
  19: "SQLITE_CONSTRAINT",
  26: "SQLITE_NOTADB",
};

/** The native package throws its own class; callers of a `Client` expect the one of @libsql/client. */
function asLibsqlError(error: unknown): unknown {
  if (!(error instanceof Native.SqliteError) || error.rawCode === undefined) return error;
  const code = primaryCodes[error.rawCode & 0xff] ?? error.code;
  return new LibsqlError(error.message, code, error.code, error.rawCode, error);
}
