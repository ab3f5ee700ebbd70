import type {
  Client,
  InArgs,
  InStatement,
  Replicated,
  ResultSet,
  Transaction,
  TransactionMode,
} from "@libsql/client";
import { Commits } from "./commits.ts";
import { isRead } from "./reads.ts";
import { Turns } from "./turns.ts";

type BatchStatement = InStatement | [string, InArgs?];

/** A client of a database server that counts what it may have committed, whether or not the server's answer came. */
export class CountingClient implements Client {
  readonly commits = new Commits();
  /** Nobody waits here: the server has the queue. */
  readonly turns = new Turns();
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  get protocol(): string {
    return this.#client.protocol;
  }

  get closed(): boolean {
    return this.#client.closed;
  }

  execute(statement: InStatement, args?: InArgs): Promise<ResultSet> {
    const one = typeof statement === "string" && args !== undefined ? { sql: statement, args } : statement;
    return isRead(one) ? this.#client.execute(one) : this.#counted(() => this.#client.execute(one));
  }

  batch(statements: BatchStatement[], mode?: TransactionMode): Promise<ResultSet[]> {
    const reads = statements.every((each) => isRead(Array.isArray(each) ? each[0] : each));
    const run = () => this.#client.batch(statements, mode);
    return reads ? run() : this.#counted(run);
  }

  migrate(statements: InStatement[]): Promise<ResultSet[]> {
    return this.#counted(() => this.#client.migrate(statements));
  }

  async transaction(mode?: TransactionMode): Promise<Transaction> {
    const transaction = await this.#client.transaction(mode ?? "write");
    const commit = transaction.commit.bind(transaction);
    transaction.commit = () => this.#counted(commit);
    return transaction;
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

  async #counted<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } finally {
      this.commits.add();
    }
  }
}
