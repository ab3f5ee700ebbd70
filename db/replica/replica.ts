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
  #isDamaged = false;
  #wanted: PromiseWithResolvers<boolean> | undefined;
  #wake = () => {};
  #isClosed = false;
  readonly #running: Promise<void>;
  readonly #first = Promise.withResolvers<void>();

  constructor(options: ReplicaOptions) {
    this.#options = options;
    const { path, url, authToken, command } = options;
    this.#keeper = new Keeper(command, { path, url, authToken });
    this.#progress = new Progress(options);
    this.#running = this.#run();
  }

  /** Undefined as long as there is none that could be shown to anybody. */
  get copy(): Copy | undefined {
    return this.#copy;
  }

  /** In milliseconds, for how long the primary may have changed unseen, as far as this process knows. */
  get lagMs(): number {
    return this.#progress.lagMs;
  }

  /** Whether the primary answers at the moment. */
  primaryAnswers(): Promise<boolean> {
    return this.#options.primaryAnswers();
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
    this.#wake();
    this.#stopReading();
    await this.#keeper.end();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      const wanted = this.#wanted;
      this.#wanted = undefined;
      const begunAt = performance.now();
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
    if (answer.outcome === "damaged") return this.#makeAnew(answer.reason);
    if (answer.outcome === "synced") this.#progress.noteSync(answer.frame, begunAt);
    else {
      this.#progress.noteFailure(answer.reason);
      const isOdd = answer.outcome === "failed" && this.#progress.failures === mostFailures;
      if (isOdd && (await this.primaryAnswers())) return this.#makeAnew(answer.reason);
    }
    if (!this.#copy && !this.#isDamaged) {
      if (await this.#mayBeShown(answer)) await this.#startReading();
    } else if (answer.outcome === "synced" && answer.written > 0) this.#commits.add();
  }

  /** A copy that is under way is there transaction by transaction: until it is whole, only where there is nothing else to show. */
  async #mayBeShown({ outcome }: Answer): Promise<boolean> {
    return outcome === "synced" || outcome === "kept elsewhere" || !(await this.primaryAnswers());
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
