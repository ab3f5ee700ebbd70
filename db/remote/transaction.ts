import {
  type InStatement,
  LibsqlError,
  type ResultSet,
  type Transaction,
  type TransactionMode,
} from "@libsql/client";
import { OutcomeUnknown, TransactionLost } from "../lost.ts";
import { beginnings, resultsOf, stepsOf } from "./batch.ts";
import { wasAnswered, wasCutOff, wasNotDone } from "./faults.ts";
import type { Stream } from "./stream.ts";
import type { Streams } from "./streams.ts";
import type { EndTurn } from "./turns.ts";

/** Of whoever opened it. */
interface Around {
  /** Told once it may have been committed. */
  onEnd: () => void;
  /** Told once it is committed, and waited for before that is said. */
  onCommit: () => Promise<void>;
  endTurn: EndTurn;
}

/**
 * A transaction on a server: begins in the round trip of its first statement, and ends with the first thing that is no
 * answer to a statement.
 */
export class RemoteTransaction implements Transaction {
  readonly #streams: Streams;
  readonly #stream: Stream;
  readonly #onEnd: () => void;
  readonly #onCommit: () => Promise<void>;
  readonly #endTurn: EndTurn;
  /** Until it has begun. */
  #beginning: string | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #ended: unknown;

  constructor(streams: Streams, mode: TransactionMode, { onEnd, onCommit, endTurn }: Around) {
    this.#streams = streams;
    this.#stream = streams.take();
    this.#beginning = beginnings[mode];
    this.#onEnd = onEnd;
    this.#onCommit = onCommit;
    this.#endTurn = endTurn;
  }

  get closed(): boolean {
    return this.#ended !== undefined;
  }

  async execute(statement: InStatement): Promise<ResultSet> {
    const [result] = await this.batch([statement]);
    // Sound: there is one of each statement.
    return result as ResultSet;
  }

  batch(statements: InStatement[]): Promise<ResultSet[]> {
    return this.#inTurn(() => this.#run(statements));
  }

  executeMultiple(script: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#run([]);
      await this.#stream.runScript(script);
    });
  }

  /** @throws TransactionLost, OutcomeUnknown */
  async commit(): Promise<void> {
    await this.#last;
    this.#assertOpen();
    try {
      if (this.#beginning === undefined) await this.#run(["COMMIT"]);
      this.#end();
    } catch (error) {
      if (wasNotDone(error)) this.#end(new TransactionLost(error));
      else this.#end(wasCutOff(error) ? new OutcomeUnknown(error) : error);
      throw this.#ended;
    } finally {
      this.#onEnd();
    }
    await this.#onCommit();
  }

  async rollback(): Promise<void> {
    await this.#last;
    if (this.closed) return;
    try {
      if (this.#beginning === undefined) await this.#run(["ROLLBACK"]);
      this.#end();
    } catch {
      this.close(); // the server takes back by itself what it is not told to commit
    }
  }

  close(): void {
    this.#end(closedError());
  }

  /** What has not begun yet begins with it. */
  async #run(statements: InStatement[]): Promise<ResultSet[]> {
    const isFirst = this.#beginning !== undefined;
    const steps = stepsOf(statements, this.#beginning);
    const answer = await this.#stream.run(steps);
    if (isFirst && answer.step_results[0]) this.#beginning = undefined;
    return resultsOf(answer, steps.length).slice(isFirst ? 1 : 0);
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const step = this.#last.then(() => this.#step(run));
    this.#last = step.catch(() => {});
    return step;
  }

  async #step<T>(run: () => Promise<T>): Promise<T> {
    this.#assertOpen();
    try {
      return await run();
    } catch (error) {
      if (wasAnswered(error)) throw error;
      this.#end(wasNotDone(error) || wasCutOff(error) ? new TransactionLost(error) : error);
      throw this.#ended;
    }
  }

  #end(failure?: unknown): void {
    if (this.closed) return;
    this.#ended = failure ?? closedError();
    if (failure === undefined) this.#streams.giveBack(this.#stream);
    else this.#streams.drop(this.#stream);
    this.#endTurn(failure);
  }

  #assertOpen(): void {
    if (this.#ended !== undefined) throw this.#ended;
  }
}

const closedError = () => new LibsqlError("The transaction is closed", "TRANSACTION_CLOSED");
