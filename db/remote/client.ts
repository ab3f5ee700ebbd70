import {
  type Client,
  type InArgs,
  type InStatement,
  LibsqlError,
  type Replicated,
  type ResultSet,
  type Transaction,
  type TransactionMode,
} from "@libsql/client";
import { positionIn, positionQuery } from "../catalogue-position.ts";
import { Commits } from "../commits.ts";
import { OutcomeUnknown } from "../lost.ts";
import { asStatement, type BatchStatement, isRead } from "../reads.ts";
import { retry } from "../retry.ts";
import { Waits } from "../waits.ts";
import { runAlone, runTogether, runUnchecked } from "./batch.ts";
import { wasCutOff, wasNotDone } from "./faults.ts";
import { fetchWithin } from "./fetch.ts";
import { ServerClock } from "./server-clock.ts";
import { Streams } from "./streams.ts";
import { RemoteTransaction } from "./transaction.ts";
import { Turns } from "./turns.ts";

export interface RemoteLocation {
  url: string;
  authToken?: string | undefined;
  /** In milliseconds: what is not answered by then fails. */
  deadlineMs: number;
}

/**
 * How many may be on their way at once. The server refuses more than 128, so that three processes can share one. It lets
 * one write at a time, and whom it lets in next is up to chance: one writes and one waits for that, the others here, in
 * their order.
 */
const [maxReads, maxWrites] = [32, 2];

/**
 * A `Client` for a database server, in place of the stock one: with a deadline for each statement, another try where
 * nothing can be done twice (it only reads, or the server has not done it), no more on their way than the server takes, and
 * a count of what it may have committed, whether or not the answer came.
 *
 * The stock one opens a connection on the server for every request. Here those that were opened are used again.
 */
export class RemoteClient implements Client {
  readonly protocol = "http";
  readonly commits = new Commits();
  readonly waits = new Waits();
  readonly #streams: Streams;
  readonly #clock = new ServerClock();
  readonly #deadlineMs: number;
  #isFollowed = false;
  #position = 0;
  readonly #reads = new Turns(maxReads);
  readonly #writes = new Turns(maxWrites, this.waits);

  constructor({ url, authToken, deadlineMs }: RemoteLocation) {
    const { href, searchParams } = new URL(url.replace(/^libsql:/, "https:"));
    const token = authToken ?? searchParams.get("authToken") ?? undefined;
    this.#deadlineMs = deadlineMs;
    this.#streams = new Streams({ url: href, authToken: token, fetch: fetchWithin(deadlineMs) });
  }

  get closed(): boolean {
    return this.#streams.closed;
  }

  /** See `DatabaseHandle`. */
  followCatalogue(): void {
    this.#isFollowed = true;
  }

  /** See `DatabaseHandle`. */
  cataloguePosition(): number {
    return this.#position;
  }

  execute(statement: InStatement, args?: InArgs): Promise<ResultSet> {
    const one = typeof statement === "string" && args !== undefined ? { sql: statement, args } : statement;
    if (!isRead(one)) return this.#write(() => this.#execute(one));
    return this.#read(() => this.#streams.use((stream) => runAlone(stream, one)));
  }

  /** In a transaction that takes the write lock at its beginning, unless it only reads: one that asked for it later could fail. */
  batch(statements: BatchStatement[], mode?: TransactionMode): Promise<ResultSet[]> {
    const all = statements.map(asStatement);
    const reads = all.every(isRead);
    const run = () => this.#batch(all, mode ?? (reads ? "read" : "write"));
    return reads ? this.#read(run) : this.#write(run);
  }

  /** As `batch`, with foreign keys unchecked meanwhile, so that tables can be rebuilt. */
  migrate(statements: InStatement[]): Promise<ResultSet[]> {
    return this.#write(() => this.#streams.spend((stream) => runUnchecked(stream, statements)));
  }

  async transaction(mode: TransactionMode = "write"): Promise<Transaction> {
    const endTurn = await this.#writes.begin();
    try {
      return new RemoteTransaction(this.#streams, {
        mode,
        clock: this.#clock,
        deadlineMs: this.#deadlineMs,
        onEnd: () => this.commits.add(),
        onCommit: () => this.#notePosition(),
        endTurn,
      });
    } catch (error) {
      endTurn(error);
      throw error;
    }
  }

  /** Each statement by itself: what was done of it before it failed stays, so that it is not tried again. */
  executeMultiple(script: string): Promise<void> {
    return this.#counted(() => this.#streams.spend((stream) => stream.runScript(script)));
  }

  async sync(): Promise<Replicated> {
    return undefined; // there is nothing here to sync with it
  }

  async reconnect(): Promise<void> {
    this.#streams.reopen();
  }

  close(): void {
    this.#streams.close();
  }

  /** Asks along how far the catalogue has come, which costs no round trip. */
  async #batch(statements: InStatement[], mode: TransactionMode): Promise<ResultSet[]> {
    const all = this.#isFollowed ? [...statements, positionQuery] : statements;
    const results = await this.#streams.use((stream) => runTogether(stream, all, mode));
    if (this.#isFollowed) this.#note(results.pop());
    return results;
  }

  async #execute(statement: InStatement): Promise<ResultSet> {
    if (!this.#isFollowed) return this.#streams.use((stream) => runAlone(stream, statement));
    const [result] = await this.#batch([statement], "write");
    if (!result) throw new LibsqlError("The server gave no result", "SERVER_ERROR");
    return result;
  }

  /** A transaction's end leaves no place to ask along; where the server has gone meanwhile for long, nobody can read what it was. */
  async #notePosition(): Promise<void> {
    if (!this.#isFollowed) return;
    this.#note(await this.execute(positionQuery).catch(() => undefined));
  }

  #note(result: ResultSet | undefined): void {
    if (result) this.#position = Math.max(this.#position, positionIn(result));
  }

  #read<T>(run: () => Promise<T>): Promise<T> {
    return retry(
      () => this.#reads.take(run),
      (error) => wasNotDone(error) || wasCutOff(error),
    );
  }

  #write<T>(run: () => Promise<T>): Promise<T> {
    return retry(() => this.#counted(run), wasNotDone);
  }

  async #counted<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await this.#writes.take(run);
    } catch (error) {
      throw wasCutOff(error) ? new OutcomeUnknown(error) : error;
    } finally {
      this.commits.add();
    }
  }
}
