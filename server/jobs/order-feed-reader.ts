import type { DatabaseHandle } from "../../db/client.ts";
import type { Logger, Peers } from "../core/ports.ts";
import type { LiveOrderFeed } from "../modules/order/watch/feed.ts";
import { Loop } from "./loop.ts";

interface ReaderParts {
  database: DatabaseHandle;
  orderFeed: LiveOrderFeed;
  peers: Peers | undefined;
  logger: Logger;
  /** In milliseconds: how often it looks without having been told. */
  pollMs?: number | undefined;
}

/**
 * Keeps those who watch orders up to date: at once with this process's commits and what other processes tell of, and each
 * second in any case, since what they tell may be lost.
 */
export class OrderFeedReader {
  readonly #parts: ReaderParts;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /** Reads from now on; the answer ends that, and all watches with it. */
  start(): () => Promise<void> {
    const { database, orderFeed, peers, logger, pollMs } = this.#parts;
    const loop = new Loop({ job: "order-feed", logger, pollMs }, () => orderFeed.refresh());
    const wake = () => {
      if (orderFeed.isWatched) loop.wake();
    };
    const unsubscribes = [database.onCommit(wake), peers?.listen("orders", wake)];
    return () => {
      for (const unsubscribe of unsubscribes) unsubscribe?.();
      orderFeed.close();
      return loop.stop();
    };
  }
}
