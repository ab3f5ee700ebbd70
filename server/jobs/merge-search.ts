import type { ServiceContext } from "../core/context.ts";
import type { Logger } from "../core/ports.ts";
import { mergeSearch } from "../modules/catalog/search/merge.ts";
import { Loop } from "./loop.ts";

/** In milliseconds: searches take a little longer meanwhile, which nobody waits for. */
const pollMs = 10 * 60 * 1000;

/** Merges what was written to the search's indexes, so that searches do not slow down with every write. */
export class SearchMerger {
  readonly #context: ServiceContext;
  readonly #logger: Logger;

  constructor(context: ServiceContext, logger: Logger) {
    this.#context = context;
    this.#logger = logger;
  }

  /** Merges from now on; the answer ends that, once what has begun is done. */
  start(): () => Promise<void> {
    const options = { job: "search", logger: this.#logger, pollMs };
    const loop = new Loop(options, (signal) => this.runDue(signal));
    return () => loop.stop();
  }

  /** Merges what there is now, some at a time, until that is done or the signal is aborted. */
  async runDue(signal?: AbortSignal): Promise<void> {
    await mergeSearch(this.#context, signal);
  }
}
