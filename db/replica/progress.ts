/** In milliseconds: without a sync for so long it is behind. */
const tolerance = 10_000;

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** How far a replica is synced, and what is told of it: each once. */
export class Progress {
  /** How many syncs have failed since the last that did not. */
  failures = 0;
  readonly #log: Log;
  readonly #path: string;
  readonly #now: () => number;
  #frame = 0;
  /** When the last sync began that succeeded; before that, when this process did. */
  #syncedAt: number;
  /** Whether one has succeeded, by which the copy is known to be whole. */
  #isWhole = false;
  #isTold = false;

  constructor({ log, path, now }: { log: Log; path: string; now: () => number }) {
    this.#log = log;
    this.#path = path;
    this.#now = now;
    this.#syncedAt = now();
  }

  get lagMs(): number {
    return this.#now() - this.#syncedAt;
  }

  /** Whether nobody knows that the copy is what the primary was just now: it may be old, or a part of it. */
  get isBehind(): boolean {
    return !this.#isWhole || this.lagMs > tolerance;
  }

  noteSync(frame: number, begunAt: number): void {
    const fields = { path: this.#path };
    if (frame < this.#frame) this.#log.warn(fields, "the primary counts anew: the replica was copied anew");
    if (this.#isTold) this.#log.info(fields, "the replica has caught up");
    this.failures = 0;
    this.#frame = frame;
    this.#syncedAt = begunAt;
    this.#isWhole = true;
    this.#isTold = false;
  }

  noteFailure(reason: string): void {
    this.failures += 1;
    if (this.#isTold || this.lagMs < tolerance) return;
    this.#isTold = true;
    this.#log.warn({ path: this.#path, reason }, "the replica falls behind: it cannot be synced");
  }

  noteDamage(reason: string): void {
    this.#frame = 0;
    this.#isWhole = false;
    this.#log.warn({ path: this.#path, reason }, "the replica is damaged: it is copied anew");
  }
}
