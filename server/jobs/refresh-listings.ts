import type { ServiceContext } from "../core/context.ts";
import type { Logger, Turns } from "../core/ports.ts";
import { publishScheduled } from "../modules/catalog/publish-scheduled.ts";
import { refreshListings } from "../modules/catalog/refresh-listings.ts";
import { Loop } from "./loop.ts";

/** In milliseconds: a list shows a price that began or ended so much later at most. */
export const refreshMs = 1_000;

/** In milliseconds: how often what was refreshed before is looked at again. */
const reviewMs = 30_000;

/** In milliseconds: the clocks of this machine and of the database may differ by so much. */
const margin = 60_000;

/** Keeps the prices that lists show and sort by in step with offers that begin and end, and search with dates. */
export class ListingRefresher {
  readonly #context: ServiceContext;
  readonly #logger: Logger;
  /** When this was done last, and when the last review was; nothing is known of what was before the start. */
  #doneAt = 0;
  #reviewedAt = 0;

  constructor(context: ServiceContext, logger: Logger) {
    this.#context = context;
    this.#logger = logger;
  }

  /** Refreshes from now on; the answer ends that, once what has begun is done. */
  start(turns?: Turns): () => Promise<void> {
    const options = { job: "listings", logger: this.#logger, pollMs: refreshMs, turns };
    const loop = new Loop(options, () => this.runDue());
    return () => loop.stop();
  }

  /**
   * Refreshes what is due now: what began or ended since the last time, which is two looks into an index where nothing
   * did, and now and then what a clock that is late may have made wrong again.
   */
  async runDue(): Promise<void> {
    const now = this.#context.clock.now().getTime();
    const isReview = now - this.#reviewedAt >= reviewMs;
    const since = isReview ? this.#reviewedAt - margin : this.#doneAt;
    const changed = await refreshListings(this.#context, new Date(since));
    this.#doneAt = now;
    if (isReview) this.#reviewedAt = now;
    if (changed.size > 0) this.#logger.info({ products: changed.size }, "refreshed dated prices");
    const published = await publishScheduled(this.#context);
    if (published > 0) this.#logger.info({ products: published }, "published by date");
  }
}
