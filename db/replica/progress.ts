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
  #frame = 0;
  /** When the last sync began that succeeded; before that, when this process did. */
  #syncedAt = performance.now();
  #isBehind = false;

  constructor({ log, path }: { log: Log; path: string }) {
    this.#log = log;
    this.#path = path;
  }

  get lagMs(): number {
    return performance.now() - this.#syncedAt;
  }

  noteSync(frame: number, begunAt: number): void {
    const fields = { path: this.#path };
    if (frame < this.#frame) this.#log.warn(fields, "the primary counts anew: the replica was copied anew");
    if (this.#isBehind) this.#log.info(fields, "the replica has caught up");
    this.failures = 0;
    this.#frame = frame;
    this.#syncedAt = begunAt;
    this.#isBehind = false;
  }

  noteFailure(reason: string): void {
    this.failures += 1;
    if (this.#isBehind || this.lagMs < tolerance) return;
    this.#isBehind = true;
    this.#log.warn({ path: this.#path, reason }, "the replica falls behind: it cannot be synced");
  }

  noteDamage(reason: string): void {
    this.#frame = 0;
    this.#log.warn({ path: this.#path, reason }, "the replica is damaged: it is copied anew");
  }
}
