import { Database, type SQLQueryBindings, type Statement } from "bun:sqlite";
import type { RoundTrip } from "./recording-client.ts";

/** The least that SQLite costs in this runtime: one connection, every statement prepared once, nothing mapped. */
export class RawDatabase {
  readonly #database: Database;
  readonly #prepared = new Map<string, Statement<unknown, SQLQueryBindings[]>>();

  /** Opens with those of the settings of the shop's own connections that decide what a commit does. */
  constructor(file: string) {
    this.#database = new Database(file);
    for (const setting of ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"]) {
      this.#database.run(`PRAGMA ${setting}`);
    }
  }

  /** All in one transaction. */
  runTogether(statements: RoundTrip): void {
    this.#run("BEGIN IMMEDIATE");
    for (const statement of statements) {
      if (typeof statement === "string") this.#run(statement);
      else if (Array.isArray(statement)) this.#run(statement[0], statement[1]);
      else this.#run(statement.sql, statement.args);
    }
    this.#run("COMMIT");
  }

  read(sql: string): unknown[] | undefined {
    return this.#run(sql)[0];
  }

  close(): void {
    this.#database.close();
  }

  #run(sql: string, args: unknown = []): unknown[][] {
    const statement = this.#prepared.get(sql) ?? this.#database.prepare<unknown, SQLQueryBindings[]>(sql);
    this.#prepared.set(sql, statement);
    if (!Array.isArray(args) || !args.every(isBindable)) throw new TypeError(`cannot bind to ${sql}`);
    return statement.values(...args);
  }
}

function isBindable(value: unknown): value is string | number | bigint | null {
  return value === null || ["string", "number", "bigint"].includes(typeof value);
}
