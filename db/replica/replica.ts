import { existsSync } from "node:fs";
import type { Client } from "@libsql/client";
import { drizzle } from "drizzle-orm/libsql";
import type { Database } from "../client.ts";
import { Commits } from "../commits.ts";
import { pendingMigrations } from "../migrate.ts";
import * as schema from "../schema/index.ts";
import { removeReplica } from "./files.ts";
import { Keeper } from "./keeper.ts";
import type { Answer, Whereabouts } from "./messages.ts";
import { type Log, Progress } from "./progress.ts";
import { ReplicaReader } from "./reader.ts";

/** In milliseconds: after the end of one sync, and so about how old what it shows is. */
const interval = 500;

/** In milliseconds: a sync takes a round trip, and who waits for one could ask the primary meanwhile. */
const catchUpPatience = 1_000;

/** In milliseconds: how often a primary is looked for whose copy is behind. */
const lookInterval = 500;

/** So many syncs in a row fail for no want of a primary only where the file is not what libSQL takes it for. */
const mostFailures = 5;

export interface ReplicaOptions extends Whereabouts {
  /** What runs `followPrimary`. */
  command: readonly string[];
  /** Whether the primary answers at the moment. */
  primaryAnswers: () => Promise<boolean>;
  log: Log;
  /** May look on at what is read. */
  observed?: ((client: Client) => Client) | undefined;
  /** In milliseconds, of a clock that never goes back. */
  now?: () => number;
}

/** What of a replica is read, until it is made anew. */
export interface Copy {
  db: Database;
  /** See `DatabaseHandle`. */
  commits(): number;
  cataloguePosition(): number;
}

/** A copy of the primary in a file of this machine, kept as it is by syncing it over and over, off this process's thread. */
export class Replica {
  readonly #options: ReplicaOptions;
  readonly #keeper: Keeper;
  readonly #commits = new Commits();
  #reader: ReplicaReader | undefined;
  #copy: Copy | undefined;
  readonly #progress: Progress;
  readonly #now: () => number;
  /** Whether the primary has answered since the copy is behind. */
  #isPassedOver = false;
  #isDamaged = false;
  #wasKeptElsewhere = false;
  #wanted: PromiseWithResolvers<boolean> | undefined;
  #wake = () => {};
  #isClosed = false;
  readonly #running: Promise<void>;
  readonly #looking: Timer;
  readonly #first = Promise.withResolvers<void>();

  constructor(options: ReplicaOptions) {
    this.#options = options;
    const { path, url, authToken, command, log, now = () => performance.now() } = options;
    this.#keeper = new Keeper(command, { path, url, authToken });
    this.#now = now;
    this.#progress = new Progress({ log, path, now });
    this.#running = this.#run();
    this.#looking = setInterval(() => this.#look(), lookInterval).unref();
  }

  /**
   * Undefined as long as there is none that could be shown to anybody. One that is behind, or under way (its transactions
   * come one after the other), is shown only where there is nothing else to show.
   */
  get copy(): Copy | undefined {
    return this.#isPassedOver ? undefined : this.#copy;
  }

  /** In milliseconds, for how long the primary may have changed unseen, as far as this process knows. */
  get lagMs(): number {
    return this.#progress.lagMs;
  }

  /** Whether the primary answers at the moment, by which a copy that is behind is passed over or shown. */
  async primaryAnswers(): Promise<boolean> {
    const isThere = await this.#options.primaryAnswers();
    this.#isPassedOver = isThere && this.#progress.isBehind;
    return isThere;
  }

  /** Whether the last sync has failed. */
  get isAway(): boolean {
    return this.#progress.failures > 0;
  }

  /** Resolves once the first sync has succeeded or failed. */
  get begun(): Promise<void> {
    return this.#first.promise;
  }

  /**
   * Answers whether a sync that began after this call has ended well in time: what was acknowledged before is then in the
   * copy. However many ask at once, they share one.
   */
  catchUp(): Promise<boolean> {
    this.#wanted ??= Promise.withResolvers();
    this.#wake();
    return within(this.#wanted.promise, catchUpPatience);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#looking);
    this.#wake();
    this.#stopReading();
    await this.#keeper.end();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      const wanted = this.#wanted;
      this.#wanted = undefined;
      const begunAt = this.#now();
      const synced = await this.#keeper.sync();
      const answer = this.#isDamaged && synced.outcome === "synced" ? unreadable : synced;
      if (!this.#isClosed) await this.#heed(answer, begunAt);
      wanted?.resolve(answer.outcome === "synced");
      this.#first.resolve();
      if (!this.#wanted && !this.#isClosed) await this.#pause();
    }
    this.#wanted?.resolve(false);
  }

  async #pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = setTimeout(resolve, interval);
    await promise;
    clearTimeout(timer);
  }

  async #heed(answer: Answer, begunAt: number): Promise<void> {
    const isKeptElsewhere = answer.outcome === "kept elsewhere";
    if (this.#wasKeptElsewhere && !isKeptElsewhere) this.#stopReading(); // whoever kept it may have made it anew
    this.#wasKeptElsewhere = isKeptElsewhere;
    if (answer.outcome === "damaged") return this.#makeAnew(answer.reason);
    if (answer.outcome === "synced") {
      this.#progress.noteSync(answer.frame, begunAt);
      this.#isPassedOver = this.#progress.isBehind; // as a sync that took long leaves it
      if (answer.written > 0) this.#commits.add();
    } else {
      this.#progress.noteFailure(answer.reason);
      const isThere = await this.primaryAnswers();
      if (this.#isClosed) return;
      const isOdd = answer.outcome === "failed" && this.#progress.failures === mostFailures;
      if (isOdd && isThere) return this.#makeAnew(answer.reason);
    }
    if (!this.#copy && !this.#isDamaged) await this.#startReading();
  }

  /** No sync tells of a primary that is back as long as one hangs, or copies for minutes. */
  #look(): void {
    if (this.#progress.isBehind) void this.primaryAnswers();
  }

  /** What cannot be read, and what has another schema than this version needs, is shown to nobody. */
  async #startReading(): Promise<void> {
    const { path, observed = (client) => client } = this.#options;
    if (!existsSync(path)) return;
    try {
      const reader = new ReplicaReader(path, () => {
        this.#isDamaged = true;
        this.#copy = undefined;
      });
      this.#reader = reader;
      if ((await pendingMigrations(reader)).length > 0) return this.#stopReading();
      this.#copy = {
        db: drizzle(observed(reader), { schema }),
        commits: () => this.#commits.count,
        cataloguePosition: () => reader.cataloguePosition(),
      };
    } catch {
      this.#stopReading(); // there is no schema at all yet
    }
  }

  #stopReading(): void {
    this.#copy = undefined;
    this.#reader?.close();
    this.#reader = undefined;
  }

  async #makeAnew(reason: string): Promise<void> {
    this.#progress.noteDamage(reason);
    this.#stopReading();
    await this.#keeper.end();
    removeReplica(this.#options.path);
    this.#isDamaged = false;
    this.#wanted ??= Promise.withResolvers(); // at once
  }
}

const unreadable: Answer = { outcome: "damaged", reason: "what is read of it makes no sense" };

async function within(done: Promise<boolean>, milliseconds: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), milliseconds);
  try {
    return await Promise.race([done, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
