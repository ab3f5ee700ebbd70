import type { InStatement, ResultSet, Transaction } from "@libsql/client";
import { TransactionLost } from "../transaction-lost.ts";
import { wasAnswered, wasCutOff, wasNotDone } from "./faults.ts";

/**
 * A transaction on a server, which ends with the first thing that is no answer to a statement. The stock one goes on:
 * when the server has taken a transaction back, it runs the statements that follow by themselves, and keeps them.
 */
export class RemoteTransaction implements Transaction {
  readonly #transaction: Transaction;
  readonly #mayHaveCommitted: () => void;
  #ended: unknown;

  constructor(transaction: Transaction, mayHaveCommitted: () => void) {
    this.#transaction = transaction;
    this.#mayHaveCommitted = mayHaveCommitted;
  }

  get closed(): boolean {
    return this.#transaction.closed;
  }

  execute(statement: InStatement): Promise<ResultSet> {
    return this.#step(() => this.#transaction.execute(statement));
  }

  batch(statements: InStatement[]): Promise<ResultSet[]> {
    return this.#step(() => this.#transaction.batch(statements));
  }

  executeMultiple(script: string): Promise<void> {
    return this.#step(() => this.#transaction.executeMultiple(script));
  }

  /** @throws TransactionLost when it certainly was not committed; whatever else it throws, it may have been */
  async commit(): Promise<void> {
    this.#assertOpen();
    try {
      await this.#transaction.commit();
    } catch (error) {
      throw wasNotDone(error) ? new TransactionLost(error) : error;
    } finally {
      this.#mayHaveCommitted();
    }
  }

  /** The server takes back by itself what it is not told to commit. */
  async rollback(): Promise<void> {
    await this.#transaction.rollback().catch(() => this.close());
  }

  close(): void {
    this.#transaction.close();
  }

  async #step<T>(run: () => Promise<T>): Promise<T> {
    this.#assertOpen();
    try {
      return await run();
    } catch (error) {
      if (wasAnswered(error)) throw error;
      this.#ended = wasNotDone(error) || wasCutOff(error) ? new TransactionLost(error) : error;
      this.close();
      throw this.#ended;
    }
  }

  #assertOpen(): void {
    if (this.#ended !== undefined) throw this.#ended;
  }
}
