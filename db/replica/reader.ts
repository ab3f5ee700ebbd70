import { type Client, type InArgs, type InStatement, LibsqlError, type ResultSet } from "@libsql/client";
import { positionIn, positionQuery } from "../catalogue-position.ts";
import { Connection } from "../local/connection.ts";
import { readTogether } from "../local/read-together.ts";
import { asStatement, type BatchStatement, isRead } from "../reads.ts";

/** In kB. */
const cacheSize = 16_000;

/** In milliseconds: it waits only while the log is being recovered. */
const busyMs = 50;

/** A `Client` that reads a replica, beside the process that keeps it: SQLite's own locks hold between the two. */
export class ReplicaReader implements Client {
  readonly protocol = "file";
  closed = false;
  readonly #connection: Connection;
  readonly #onDamage: () => void;

  /** `onDamage` is told when what it reads makes no sense. */
  constructor(path: string, onDamage: () => void) {
    const pragmas = ["query_only = ON", "temp_store = MEMORY", `cache_size = -${cacheSize}`];
    this.#connection = new Connection(path, pragmas, busyMs);
    this.#onDamage = onDamage;
  }

  /** See `DatabaseHandle`. */
  cataloguePosition(): number {
    return this.#read(() => positionIn(this.#connection.run(positionQuery)));
  }

  async execute(statement: InStatement, args?: InArgs): Promise<ResultSet> {
    const one = typeof statement === "string" && args !== undefined ? { sql: statement, args } : statement;
    assertReads([one]);
    return this.#read(() => this.#connection.run(one));
  }

  async batch(statements: BatchStatement[]): Promise<ResultSet[]> {
    const all = statements.map(asStatement);
    assertReads(all);
    return this.#read(() => readTogether(this.#connection, all));
  }

  migrate = refuse;
  transaction = refuse;
  executeMultiple = refuse;
  sync = refuse;
  reconnect = refuse;

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.#connection.close();
  }

  #read<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof LibsqlError && damaged.has(error.code)) this.#onDamage();
      throw error;
    }
  }
}

const damaged = new Set(["SQLITE_CORRUPT", "SQLITE_NOTADB"]);

function assertReads(statements: readonly InStatement[]): void {
  if (!statements.every(isRead)) throw readOnly();
}

const refuse = async (): Promise<never> => {
  throw readOnly();
};

const readOnly = () => new LibsqlError("A replica is read alone", "SQLITE_READONLY");
