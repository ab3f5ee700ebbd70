import {
  type Client,
  createClient,
  type InArgs,
  type InStatement,
  type Replicated,
  type ResultSet,
  type Transaction,
  type TransactionMode,
} from "@libsql/client";
import { Commits } from "../commits.ts";
import { isRead } from "../reads.ts";
import { retry } from "../retry.ts";
import { wasCutOff, wasNotDone } from "./faults.ts";
import { fetchWithin } from "./fetch.ts";
import { RemoteTransaction } from "./transaction.ts";

type BatchStatement = InStatement | [string, InArgs?];

export interface RemoteLocation {
  url: string;
  authToken?: string | undefined;
  /** In milliseconds: what is not answered by then fails. */
  deadlineMs: number;
}

/** The server has limits of its own; whoever waits here for others would wait beyond the deadline. */
const concurrency = Number.MAX_SAFE_INTEGER;

/**
 * The stock client of a database server, with a deadline for each statement, another try where that can change nothing
 * (the server has not heard of it, or it only reads), and a count of what it may have committed, whether or not the
 * answer came.
 */
export class RemoteClient implements Client {
  readonly commits = new Commits();
  readonly #client: Client;

  constructor({ url, authToken, deadlineMs }: RemoteLocation) {
    const fetch = fetchWithin(deadlineMs);
    this.#client = createClient({ url, fetch, concurrency, ...(authToken !== undefined && { authToken }) });
  }

  get protocol(): string {
    return this.#client.protocol;
  }

  get closed(): boolean {
    return this.#client.closed;
  }

  execute(statement: InStatement, args?: InArgs): Promise<ResultSet> {
    const one = typeof statement === "string" && args !== undefined ? { sql: statement, args } : statement;
    const run = () => this.#client.execute(one);
    return isRead(one) ? this.#read(run) : this.#write(run);
  }

  /** In a transaction that takes the write lock at its beginning, unless it only reads: one that asked for it later could fail. */
  batch(statements: BatchStatement[], mode?: TransactionMode): Promise<ResultSet[]> {
    const reads = statements.every((each) => isRead(Array.isArray(each) ? each[0] : each));
    const run = () => this.#client.batch(statements, mode ?? (reads ? "read" : "write"));
    return reads ? this.#read(run) : this.#write(run);
  }

  migrate(statements: InStatement[]): Promise<ResultSet[]> {
    return this.#write(() => this.#client.migrate(statements));
  }

  async transaction(mode: TransactionMode = "write"): Promise<Transaction> {
    return new RemoteTransaction(await this.#client.transaction(mode), () => this.commits.add());
  }

  executeMultiple(script: string): Promise<void> {
    return this.#counted(() => this.#client.executeMultiple(script));
  }

  sync(): Promise<Replicated> {
    return this.#client.sync();
  }

  reconnect(): Promise<void> {
    return this.#counted(async () => this.#client.reconnect());
  }

  close(): void {
    this.#client.close();
  }

  #read<T>(run: () => Promise<T>): Promise<T> {
    return retry(run, (error) => wasNotDone(error) || wasCutOff(error));
  }

  #write<T>(run: () => Promise<T>): Promise<T> {
    return this.#counted(() => retry(run, wasNotDone));
  }

  async #counted<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } finally {
      this.commits.add();
    }
  }
}
