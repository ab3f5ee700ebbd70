import type { DatabaseHandle } from "../../db/client.ts";
import type { Logger } from "../core/ports.ts";
import type { LiveOrderFeed } from "../modules/order/watch/feed.ts";
import { Loop } from "./loop.ts";

interface ReaderParts {
  database: DatabaseHandle;
  orderFeed: LiveOrderFeed;
  logger: Logger;
}

/** Keeps those who watch orders up to date: at once with this process's commits, and each second with those of others. */
export class OrderFeedReader {
  readonly #parts: ReaderParts;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /** Reads from now on; the answer ends that, and all watches with it. */
  start(): () => Promise<void> {
    const { database, orderFeed, logger } = this.#parts;
    const loop = new Loop({ job: "order-feed", logger }, () => orderFeed.refresh());
    const unsubscribe = database.onCommit(() => {
      if (orderFeed.isWatched) loop.wake();
    });
    return () => {
      unsubscribe();
      orderFeed.close();
      return loop.stop();
    };
  }
}
