import {
  type InStatement,
  LibsqlError,
  type ResultSet,
  type Transaction,
  type TransactionMode,
} from "@libsql/client";
import { OutcomeUnknown, TransactionLost } from "../lost.ts";
import { resultsOf, stepsOf } from "./batch.ts";
import { begin, beginningLength } from "./begin.ts";
import { wasAnswered, wasCutOff, wasNotDone } from "./faults.ts";
import type { ServerClock } from "./server-clock.ts";
import type { Stream } from "./stream.ts";
import type { Streams } from "./streams.ts";
import type { EndTurn } from "./turns.ts";

/** Of whoever opened it. */
interface Around {
  mode: TransactionMode;
  clock: ServerClock;
  /** In milliseconds: how long it waits for an answer. */
  deadlineMs: number;
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
  readonly #around: Around;
  #hasBegun = false;
  #last: Promise<unknown> = Promise.resolve();
  #ended: unknown;

  constructor(streams: Streams, around: Around) {
    this.#streams = streams;
    this.#stream = streams.take();
    this.#around = around;
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
      if (this.#hasBegun) await this.#run(["COMMIT"]);
      this.#end();
    } catch (error) {
      if (wasNotDone(error)) this.#end(new TransactionLost(error));
      else this.#end(wasCutOff(error) ? new OutcomeUnknown(error) : error);
      throw this.#ended;
    } finally {
      this.#around.onEnd();
    }
    await this.#around.onCommit();
  }

  async rollback(): Promise<void> {
    await this.#last;
    if (this.closed) return;
    try {
      if (this.#hasBegun) await this.#run(["ROLLBACK"]);
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
    if (!this.#hasBegun) return this.#begin(statements);
    const steps = stepsOf(statements);
    return resultsOf(await this.#stream.run(steps), steps.length);
  }

  async #begin(statements: InStatement[]): Promise<ResultSet[]> {
    const { hasBegun, answer } = await begin(this.#stream, statements, this.#around);
    this.#hasBegun = hasBegun;
    return resultsOf(answer, beginningLength + statements.length).slice(beginningLength);
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
    else {
      this.#streams.doubt(failure);
      this.#streams.drop(this.#stream);
    }
    this.#around.endTurn(failure);
  }

  #assertOpen(): void {
    if (this.#ended !== undefined) throw this.#ended;
  }
}

const closedError = () => new LibsqlError("The transaction is closed", "TRANSACTION_CLOSED");
