import type { InStatement, ResultSet, Transaction } from "@libsql/client";
import { OutcomeUnknown, TransactionLost } from "../lost.ts";
import { wasAnswered, wasCutOff, wasNotDone } from "./faults.ts";
import type { EndTurn } from "./turns.ts";

/** Of whoever opened it. */
interface Around {
  /** Told once it may have been committed, and waited for before that is said. */
  onCommit: () => Promise<void>;
  endTurn: EndTurn;
}

/**
 * A transaction on a server, which ends with the first thing that is no answer to a statement. The stock one goes on:
 * when the server has taken a transaction back, it runs the statements that follow by themselves, and keeps them.
 */
export class RemoteTransaction implements Transaction {
  readonly #transaction: Transaction;
  readonly #onCommit: () => Promise<void>;
  readonly #endTurn: EndTurn;
  #ended: unknown;

  constructor(transaction: Transaction, { onCommit, endTurn }: Around) {
    this.#transaction = transaction;
    this.#onCommit = onCommit;
    this.#endTurn = endTurn;
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

  /** @throws TransactionLost, OutcomeUnknown */
  async commit(): Promise<void> {
    this.#assertOpen();
    try {
      await this.#transaction.commit();
    } catch (error) {
      if (wasNotDone(error)) this.#ended = new TransactionLost(error);
      else this.#ended = wasCutOff(error) ? new OutcomeUnknown(error) : error;
      throw this.#ended;
    } finally {
      this.#endTurn(this.#ended);
      await this.#onCommit();
    }
  }

  /** The server takes back by itself what it is not told to commit. */
  async rollback(): Promise<void> {
    await this.#transaction.rollback().catch(() => this.close());
    this.#endTurn();
  }

  close(): void {
    this.#transaction.close();
    this.#endTurn(this.#ended);
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
