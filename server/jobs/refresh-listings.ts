import type { ServiceContext } from "../core/context.ts";
import type { Logger } from "../core/ports.ts";
import { logFault } from "../infra/fault.ts";
import { refreshListings } from "../modules/catalog/refresh-listings.ts";
import { Loop } from "./loop.ts";

/** In milliseconds: a list shows a price that began or ended so much later at most. */
export const refreshMs = 30_000;

/** In milliseconds: the clocks of this machine and of the database may differ by so much. */
const margin = 60_000;

/** Keeps the prices that lists show and sort by in step with offers that begin and end. */
export class ListingRefresher {
  readonly #context: ServiceContext;
  readonly #logger: Logger;
  /** Nothing is known of what was refreshed before the start. */
  #since = new Date(0);

  constructor(context: ServiceContext, logger: Logger) {
    this.#context = context;
    this.#logger = logger;
  }

  /** Refreshes from now on; the answer ends that, once what has begun is done. */
  start(): () => Promise<void> {
    const loop = new Loop(async () => {
      try {
        await this.runDue();
      } catch (error) {
        logFault(this.#logger, { job: "listings" }, error);
      }
    }, refreshMs);
    return () => loop.stop();
  }

  /** Refreshes what is due now. */
  async runDue(): Promise<void> {
    const now = this.#context.clock.now().getTime();
    const changed = await refreshListings(this.#context, this.#since);
    this.#since = new Date(now - margin);
    if (changed.size > 0) this.#logger.info({ products: changed.size }, "refreshed dated prices");
  }
}
