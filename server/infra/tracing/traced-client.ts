import type {
  Client,
  InArgs,
  InStatement,
  Replicated,
  ResultSet,
  Transaction,
  TransactionMode,
} from "@libsql/client";
import type { Tracer } from "../../core/telemetry-port.ts";

type BatchStatement = InStatement | [string, InArgs?];

const system = { "db.system.name": "sqlite" };

/** A database client whose statements, batches and transactions are spans: what they do by its first word, no text, no values. */
export class TracedClient implements Client {
  readonly #client: Client;
  readonly #tracer: Tracer;

  constructor(client: Client, tracer: Tracer) {
    this.#client = client;
    this.#tracer = tracer;
  }

  get protocol(): string {
    return this.#client.protocol;
  }

  get closed(): boolean {
    return this.#client.closed;
  }

  execute(statement: InStatement, args?: InArgs): Promise<ResultSet> {
    const one = typeof statement === "string" && args !== undefined ? { sql: statement, args } : statement;
    return this.#span(operationOf(one), () => this.#client.execute(one));
  }

  batch(statements: BatchStatement[], mode?: TransactionMode): Promise<ResultSet[]> {
    return this.#span("BATCH", () => this.#client.batch(statements, mode), statements.length);
  }

  migrate(statements: InStatement[]): Promise<ResultSet[]> {
    return this.#client.migrate(statements);
  }

  /** One span from asking for it to its end, the wait for its turn included. */
  transaction(mode: TransactionMode = "write"): Promise<Transaction> {
    const begun = Promise.withResolvers<Transaction>();
    const ended = Promise.withResolvers<void>();
    const running = this.#span("TRANSACTION", async () => {
      const transaction = await this.#client.transaction(mode);
      begun.resolve(endingWith(transaction, ended.resolve));
      await ended.promise;
    });
    running.catch(begun.reject);
    return begun.promise;
  }

  executeMultiple(script: string): Promise<void> {
    return this.#client.executeMultiple(script);
  }

  sync(): Promise<Replicated> {
    return this.#client.sync();
  }

  reconnect(): Promise<void> {
    return Promise.resolve(this.#client.reconnect());
  }

  close(): void {
    this.#client.close();
  }

  #span<Result>(operation: string, work: () => Promise<Result>, size?: number): Promise<Result> {
    const attributes = {
      ...system,
      "db.operation.name": operation,
      ...(size !== undefined && { "db.operation.batch.size": size }),
    };
    return this.#tracer.span({ name: operation, kind: "client", attributes }, work);
  }
}

/** `SELECT`, `INSERT`, `WITH` … */
function operationOf(statement: InStatement): string {
  const text = typeof statement === "string" ? statement : statement.sql;
  return /^\s*([a-z]{1,20})\b/i.exec(text)?.[1]?.toUpperCase() ?? "STATEMENT";
}

/** The transaction, which tells when it is over, however it ends. */
function endingWith(transaction: Transaction, over: () => void): Transaction {
  const { commit, rollback, close } = transaction;
  transaction.commit = () => commit.call(transaction).finally(over);
  transaction.rollback = () => rollback.call(transaction).finally(over);
  transaction.close = () => {
    close.call(transaction);
    over();
  };
  return transaction;
}
