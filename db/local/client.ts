import { setTimeout as delay } from "node:timers/promises";
import {
  type Client,
  type InArgs,
  type InStatement,
  LibsqlError,
  type ResultSet,
  type Transaction,
} from "@libsql/client";
import { positionIn, positionQuery } from "../catalogue-position.ts";
import { Commits } from "../commits.ts";
import { asStatement, type BatchStatement, isRead } from "../reads.ts";
import { Waits } from "../waits.ts";
import { Connection, isBusy } from "./connection.ts";
import { Mutex } from "./mutex.ts";
import { readTogether } from "./read-together.ts";

/** How long a transaction waits for another process to finish writing. */
const maxBusyWaitMs = 10_000;

/** A reader waits for others only while one recovers the log; a writer also while it sets the file up. */
const openingBusyMs = 50;

const pragmas = [
  "journal_mode = WAL",
  "synchronous = FULL", // an answered write survives a power cut, not only a crash
  "foreign_keys = ON",
  "temp_store = MEMORY",
];

/**
 * In kB: what is read often stays in memory of the connection that mostly reads, which is the one that writes. The system
 * has the file in its own memory, too: twice as much made hardly anything faster, at a hundred thousand products either.
 */
const cacheSizes = { reader: 2_000, writer: 8_000 };

/**
 * A `Client` for one database file, in place of the stock one.
 *
 * The stock local client pools connections (each without the PRAGMAs), prepares anew on every call, and after a
 * SQLITE_BUSY can answer OK to writes that are never committed (libsql-client-ts#352). Here one connection writes, and
 * another one reads while it does; every write stands in `BEGIN IMMEDIATE … COMMIT` behind a first-in-first-out queue, and a busy file is
 * waited for without blocking the event loop.
 */
export class LocalClient implements Client {
  readonly protocol = "file";
  closed = false;
  /** Whenever it may have committed. */
  readonly commits = new Commits();
  readonly waits = new Waits();
  readonly #path: string;
  #reader: Connection;
  #writer: Connection;
  #writing = new Mutex();

  constructor(path: string) {
    this.#path = path;
    [this.#writer, this.#reader] = open(path);
  }

  /** See `DatabaseHandle`. */
  cataloguePosition(): number {
    return this.closed ? 0 : positionIn(this.#idle.run(positionQuery));
  }

  async execute(statement: InStatement, args?: InArgs): Promise<ResultSet> {
    const one = typeof statement === "string" && args !== undefined ? { sql: statement, args } : statement;
    if (isRead(one)) return this.#idle.run(one);
    return this.#write((writer) => writer.run(one));
  }

  async batch(statements: BatchStatement[]): Promise<ResultSet[]> {
    const all = statements.map(asStatement);
    if (all.every(isRead)) return readTogether(this.#idle, all);
    return this.#write((writer) => all.map((statement) => writer.run(statement)));
  }

  /** As `batch`, with foreign keys unchecked meanwhile, so that tables can be rebuilt. */
  async migrate(statements: InStatement[]): Promise<ResultSet[]> {
    return this.#exclusively(async (writer) => {
      writer.exec("PRAGMA foreign_keys = OFF");
      try {
        return await inTransaction(writer, () => statements.map((each) => writer.run(each)));
      } finally {
        writer.exec("PRAGMA foreign_keys = ON");
      }
    });
  }

  async transaction(): Promise<Transaction> {
    const release = await this.#acquire();
    const writer = this.#writer;
    try {
      await begin(writer);
    } catch (error) {
      release();
      throw error;
    }
    return new LocalTransaction(writer, release);
  }

  async executeMultiple(script: string): Promise<void> {
    await this.#exclusively(async (writer) => {
      try {
        writer.exec(script);
      } finally {
        rollBackIfOpen(writer); // a script that begins a transaction has to end it
      }
    });
  }

  async sync(): Promise<undefined> {
    return undefined; // a single file has nothing to sync with
  }

  async reconnect(): Promise<void> {
    this.close();
    [this.#writer, this.#reader] = open(this.#path);
    this.#writing = new Mutex(); // whoever still holds the old one held the old connection
    this.closed = false;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.#reader.close();
    try {
      rollBackIfOpen(this.#writer);
      this.#foldLog();
    } finally {
      this.#writer.close();
    }
  }

  /**
   * Writes the log back into the file, as SQLite does when the last connection closes: the native package keeps a
   * closed connection alive until its statements are collected.
   */
  #foldLog(): void {
    try {
      this.#writer.run("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (error) {
      if (!isBusy(error)) throw error; // another process still uses the log and will fold it
    }
  }

  /**
   * What reads: the writer while no transaction is open on it, since its own commits leave its cache warm, whereas each of
   * them empties the other connection's (a cart's change took a quarter more of CPU). Nothing comes in between, as all
   * native calls are synchronous.
   */
  get #idle(): Connection {
    return this.#writer.inTransaction ? this.#reader : this.#writer;
  }

  #write<T>(work: (writer: Connection) => T): Promise<T> {
    return this.#exclusively((writer) => inTransaction(writer, () => work(writer)));
  }

  async #exclusively<T>(work: (writer: Connection) => Promise<T>): Promise<T> {
    const release = await this.#acquire();
    try {
      return await work(this.#writer);
    } finally {
      release();
    }
  }

  async #acquire(): Promise<() => void> {
    const release = await this.waits.for(this.#writing.acquire());
    return () => {
      release();
      this.commits.add();
    };
  }
}

class LocalTransaction implements Transaction {
  #open = true;

  constructor(
    private readonly writer: Connection,
    private readonly release: () => void,
  ) {}

  get closed(): boolean {
    return !this.#open;
  }

  async execute(statement: InStatement): Promise<ResultSet> {
    this.#assertOpen();
    return this.writer.run(statement);
  }

  async batch(statements: InStatement[]): Promise<ResultSet[]> {
    this.#assertOpen();
    return statements.map((statement) => this.writer.run(statement));
  }

  async executeMultiple(script: string): Promise<void> {
    this.#assertOpen();
    this.writer.exec(script);
  }

  async commit(): Promise<void> {
    this.#assertOpen();
    this.#end("COMMIT");
  }

  async rollback(): Promise<void> {
    this.close();
  }

  close(): void {
    if (this.#open) this.#end("ROLLBACK");
  }

  #end(statement: "COMMIT" | "ROLLBACK"): void {
    this.#open = false;
    try {
      if (this.writer.inTransaction) this.writer.exec(statement);
    } finally {
      try {
        rollBackIfOpen(this.writer);
      } finally {
        this.release();
      }
    }
  }

  /** SQLite ends a transaction by itself on some errors (a full disk): what follows must not run outside of one. */
  #assertOpen(): void {
    if (this.#open && this.writer.inTransaction) return;
    throw new LibsqlError("The transaction is closed", "TRANSACTION_CLOSED");
  }
}

function open(path: string): [writer: Connection, reader: Connection] {
  const { reader: forReading, writer: forWriting } = cacheSizes;
  const writer = new Connection(path, [...pragmas, `cache_size = -${forWriting}`], openingBusyMs);
  const reader = new Connection(
    path,
    [...pragmas, `cache_size = -${forReading}`, "query_only = ON"],
    openingBusyMs,
  );
  writer.exec("PRAGMA busy_timeout = 0"); // `begin` waits, without blocking
  return [writer, reader];
}

async function inTransaction<T>(writer: Connection, work: () => T): Promise<T> {
  await begin(writer);
  try {
    const done = work();
    writer.exec("COMMIT");
    return done;
  } finally {
    rollBackIfOpen(writer);
  }
}

function rollBackIfOpen(writer: Connection): void {
  if (writer.inTransaction) writer.exec("ROLLBACK");
}

/** An import leaves the lock free for a few milliseconds at a time: who waits must not sleep through them. */
const longestPauseMs = 3;

/** Takes the file's write lock, waiting for other processes with growing, jittered pauses. */
async function begin(writer: Connection): Promise<void> {
  const deadline = performance.now() + maxBusyWaitMs;
  for (let pause = 1; ; pause = Math.min(pause * 2, longestPauseMs)) {
    try {
      writer.exec("BEGIN IMMEDIATE");
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      await delay(pause * (0.5 + Math.random()));
    }
  }
}
