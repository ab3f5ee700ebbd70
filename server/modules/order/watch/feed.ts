import type { Connection } from "../../../../db/transaction.ts";
import { AppError } from "../../../core/errors.ts";
import type { OrderFeed, OrderWatch } from "../../../core/ports.ts";
import { eventsSince, lastEventId } from "./read-events.ts";

/** In seconds: when to ask again whether there is room. */
const retryAfter = 60;

/** How many may watch at once. */
export interface WatchLimits {
  inAll: number;
  /** From one account or, of guests, from one network address. */
  perWatcher: number;
}

/**
 * Looks for all who watch an order in this process at once: one read tells which orders something happened to, and their
 * watchers are woken, to read for themselves what it was. So nothing is kept for one who is slow, and nothing is lost.
 */
export class LiveOrderFeed implements OrderFeed {
  readonly #db: Connection;
  readonly #limits: WatchLimits;
  readonly #watches = new Map<string, Set<Watch>>();
  readonly #counts = new Map<string, number>();
  #count = 0;
  #closed = false;
  /** The last event that watchers were woken for; undefined until there is somebody to wake. */
  #seen: number | undefined;

  constructor(db: Connection, limits: WatchLimits) {
    this.#db = db;
    this.#limits = limits;
  }

  /** How many watch. */
  get watchers(): number {
    return this.#count;
  }

  get isWatched(): boolean {
    return this.#count > 0;
  }

  watch(orderId: string, watcher: string | null): OrderWatch {
    const ofWatcher = watcher === null ? 0 : (this.#counts.get(watcher) ?? 0);
    if (this.#count >= this.#limits.inAll || ofWatcher >= this.#limits.perWatcher) {
      throw new AppError("RATE_LIMITED", { retryAfter });
    }
    const watch = new Watch(() => this.#remove(orderId, watcher, watch));
    this.#watches.set(orderId, (this.#watches.get(orderId) ?? new Set()).add(watch));
    if (watcher !== null) this.#counts.set(watcher, ofWatcher + 1);
    this.#count += 1;
    if (this.#closed) watch.end();
    return watch;
  }

  /** Wakes whoever watches an order that something has happened to since the last time. */
  async refresh(): Promise<void> {
    if (!this.isWatched) {
      this.#seen = undefined;
    } else if (this.#seen === undefined) {
      this.#seen = await lastEventId(this.#db);
      this.#wakeAll(); // for what happened between their own first look and this one
    } else {
      await this.#readOn(this.#seen);
    }
  }

  /** Ends all watches, and any to come at once. */
  close(): void {
    this.#closed = true;
    for (const watch of this.#all()) watch.end();
  }

  async #readOn(seen: number): Promise<void> {
    for (const { id, orderId } of await eventsSince(this.#db, seen)) {
      this.#seen = id;
      for (const watch of this.#watches.get(orderId) ?? []) watch.wake();
    }
  }

  #wakeAll(): void {
    for (const watch of this.#all()) watch.wake();
  }

  #all(): Watch[] {
    return [...this.#watches.values()].flatMap((watches) => [...watches]);
  }

  #remove(orderId: string, watcher: string | null, watch: Watch): void {
    const watches = this.#watches.get(orderId);
    if (!watches?.delete(watch)) return;
    if (watches.size === 0) this.#watches.delete(orderId);
    this.#count -= 1;
    if (watcher === null) return;
    const left = (this.#counts.get(watcher) ?? 0) - 1;
    if (left > 0) this.#counts.set(watcher, left);
    else this.#counts.delete(watcher);
  }
}

class Watch implements OrderWatch {
  readonly #remove: () => void;
  /** What happened before it was asked for counts too. */
  #woken = false;
  #ended = false;
  #waiting: ((changed: boolean) => void) | undefined;

  constructor(remove: () => void) {
    this.#remove = remove;
  }

  changed(): Promise<boolean> {
    if (this.#ended) return Promise.resolve(false);
    if (this.#woken) {
      this.#woken = false;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      this.#waiting = resolve;
    });
  }

  wake(): void {
    if (this.#waiting) this.#answer(true);
    else this.#woken = true;
  }

  end(): void {
    this.#ended = true;
    this.#answer(false);
    this.#remove();
  }

  #answer(changed: boolean): void {
    this.#waiting?.(changed);
    this.#waiting = undefined;
  }
}
