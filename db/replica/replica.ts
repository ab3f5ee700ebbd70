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
import { ReplicaReader } from "./reader.ts";

/** In milliseconds: after the end of one sync, and so about how old what it shows is. */
const interval = 500;

/** In milliseconds: a sync takes a round trip, and who waits for one could ask the primary meanwhile. */
const catchUpPatience = 1_000;

/** In milliseconds: from then on it is behind, and a primary that a sync has waited for is away. */
const tolerance = 10_000;

export interface ReplicaOptions extends Whereabouts {
  /** What runs `followPrimary`. */
  command: readonly string[];
  /** Whether the primary answers at the moment. */
  primaryAnswers: () => Promise<boolean>;
  log: Log;
  /** May look on at what is read. */
  observed?: ((client: Client) => Client) | undefined;
}

interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
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
  #frame = 0;
  /** When the last sync began that succeeded; before that, when this process did. */
  #syncedAt = performance.now();
  #isAway = false;
  #isBehind = false;
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
    this.#running = this.#run();
  }

  /** Undefined as long as there is none that could be shown to anybody. */
  get copy(): Copy | undefined {
    return this.#copy;
  }

  /** In milliseconds, for how long the primary may have changed unseen, as far as this process knows. */
  get lagMs(): number {
    return performance.now() - this.#syncedAt;
  }

  /** Whether the primary answers at the moment. */
  primaryAnswers(): Promise<boolean> {
    return this.#options.primaryAnswers();
  }

  /** Whether the last sync has failed. */
  get isAway(): boolean {
    return this.#isAway;
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
    await this.#keeper.end();
    await this.#running;
    this.#stopReading();
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      const wanted = this.#wanted;
      this.#wanted = undefined;
      const begunAt = performance.now();
      const answer = this.#isDamaged ? unreadable : await this.#keeper.sync();
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
    this.#isAway = answer.outcome === "failed";
    if (answer.outcome === "failed") this.#noteFailure(answer.reason);
    else this.#noteSync(answer.frame, begunAt);
    if (!this.#copy) await this.#startReading();
    else if (answer.outcome === "synced" && answer.written > 0) this.#commits.add();
  }

  #noteSync(frame: number, begunAt: number): void {
    const { log, path } = this.#options;
    if (frame < this.#frame) log.warn({ path }, "the primary counts anew: the replica was copied anew");
    if (this.#isBehind) log.info({ path }, "the replica has caught up");
    this.#frame = frame;
    this.#syncedAt = begunAt;
    this.#isBehind = false;
  }

  #noteFailure(reason: string): void {
    const { log, path } = this.#options;
    if (this.#isBehind || this.lagMs < tolerance) return;
    this.#isBehind = true; // it is told once
    log.warn({ path, reason }, "the replica falls behind: it cannot be synced");
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
    const { log, path } = this.#options;
    log.warn({ path, reason }, "the replica is damaged: it is copied anew");
    this.#stopReading();
    await this.#keeper.end();
    removeReplica(path);
    this.#isDamaged = false;
    this.#frame = 0;
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
