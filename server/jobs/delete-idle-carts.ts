import type { ServiceContext } from "../core/context.ts";
import type { Logger, Turns } from "../core/ports.ts";
import { deleteIdleCarts } from "../modules/cart/delete-idle-carts.ts";
import { Loop } from "./loop.ts";

/** In milliseconds: how often it is looked for idle carts. */
const pollMs = 10 * 60 * 1000;

/** Deletes carts that have been idle for too long. */
export class IdleCartDeleter {
  readonly #context: ServiceContext;
  readonly #logger: Logger;

  constructor(context: ServiceContext, logger: Logger) {
    this.#context = context;
    this.#logger = logger;
  }

  /** Deletes from now on; the answer ends that, once what has begun is done. */
  start(turns?: Turns): () => Promise<void> {
    const options = { job: "idle-carts", logger: this.#logger, pollMs, turns };
    const loop = new Loop(options, (signal) => this.runDue(signal));
    return () => loop.stop();
  }

  /** Deletes all that are idle now, some at a time. */
  async runDue(signal?: AbortSignal): Promise<void> {
    let deleted = 0;
    for (let more = true; more && !signal?.aborted; ) {
      const round = await deleteIdleCarts(this.#context);
      deleted += round.deleted;
      more = round.more;
    }
    if (deleted > 0) this.#logger.info({ carts: deleted }, "deleted idle carts");
  }
}
