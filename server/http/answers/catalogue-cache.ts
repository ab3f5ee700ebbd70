import type { Clock } from "../../core/ports.ts";
import type { CatalogueChanges } from "../../modules/catalog/read-changes.ts";
import { AskedBefore } from "./asked-before.ts";
import { type Answer, ByteCache, type KeptAnswer } from "./byte-cache.ts";

/** In milliseconds: an answer lives no longer, as a product's date of publication or an offer may begin meanwhile. */
const lifetime = 10_000;

/** In milliseconds: how long another process's write may go unnoticed, where nobody tells of it or what was told is lost. */
const patience = 500;

/** A thousand lists: as many different ones as a hundred a second are before they are too old anyway. */
const maxBytes = 8 * 1024 * 1024;

interface Source {
  clock: Clock;
  /** Grows with each commit of this process, before whoever wrote hears of it, and with what other processes tell of. */
  writes(): number;
  readChanges(since: number): Promise<CatalogueChanges>;
}

/**
 * The catalogue's answers, as long as they are right: before one is given, what was written since is looked up, unless
 * nothing is known to have been written and it was looked up a moment ago. So no answer is older than a write that
 * this process has acknowledged, nor than half a second for those of others.
 *
 * An answer is kept the second time that it is asked for, however long ago it was the first: to hold all those that
 * nobody asks for again for a while, and throw them away when they have grown old, costs more than making one twice.
 */
export class CatalogueCache {
  readonly #answers = new ByteCache(maxBytes);
  readonly #asked = new AskedBefore();
  readonly #source: Source;
  /** The last change that is heeded. */
  #seen = 0;
  /** How often something was forgotten. */
  #forgotten = 0;
  /** The count of writes and the time at which changes were last looked up. */
  #writes = -1;
  #checkedAt = Number.NEGATIVE_INFINITY;

  constructor(source: Source) {
    this.#source = source;
  }

  /**
   * Forgets what is no longer right, for somebody who knows that the catalogue has come to `position`. Nothing to wait
   * for where nothing can have changed.
   */
  refresh(position: number): Promise<void> | undefined {
    const age = performance.now() - this.#checkedAt;
    const isKnown = this.#writes === this.#source.writes() && age < patience;
    if (isKnown && position <= this.#seen) return undefined;
    return this.#readChanges();
  }

  /** To be called after `refresh`. */
  get(key: string): KeptAnswer | undefined {
    return this.#answers.get(key, this.#source.clock.now().getTime());
  }

  /**
   * To be called, after `refresh`, before an answer is made: what is given keeps the answer, unless something has
   * changed meanwhile that it may have missed or nobody had asked for it before.
   */
  prepare(key: string): (answer: Answer) => void {
    const forgotten = this.#forgotten;
    const askedBefore = this.#asked.note(key);
    const expiresAt = this.#source.clock.now().getTime() + lifetime;
    return (answer) => {
      if (askedBefore && this.#forgotten === forgotten) this.#answers.set(key, { ...answer, expiresAt });
    };
  }

  async #readChanges(): Promise<void> {
    const { writes, readChanges } = this.#source;
    const [count, now] = [writes(), performance.now()];
    const { last, changed } = await readChanges(this.#seen);
    // Of two that overlap the later may end first, and has then heeded more; a database that was restored has gone back.
    if (last > this.#seen || changed === "everything") {
      this.#seen = last;
      this.#forget(changed);
    }
    this.#writes = Math.max(this.#writes, count);
    this.#checkedAt = Math.max(this.#checkedAt, now);
  }

  #forget(changed: CatalogueChanges["changed"]): void {
    this.#forgotten += 1;
    if (changed === "everything") {
      this.#answers.clear();
    } else {
      this.#answers.forget(null);
      for (const productId of changed) this.#answers.forget(productId);
    }
  }
}
