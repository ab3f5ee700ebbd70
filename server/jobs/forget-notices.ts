import type { ServiceContext } from "../core/context.ts";
import type { Logger, Turns } from "../core/ports.ts";
import { forgetNotices } from "../modules/payment/notices.ts";
import { Loop } from "./loop.ts";

/** In milliseconds: nobody waits for it. */
const pollMs = 10 * 60 * 1000;

/** Forgets what payment providers sent once it is old. */
export class NoticeForgetter {
  readonly #context: ServiceContext;
  readonly #logger: Logger;

  constructor(context: ServiceContext, logger: Logger) {
    this.#context = context;
    this.#logger = logger;
  }

  /** Forgets from now on; the answer ends that, once what has begun is done. */
  start(turns?: Turns): () => Promise<void> {
    const options = { job: "notices", logger: this.#logger, pollMs, turns };
    const loop = new Loop(options, (signal) => this.runDue(signal));
    return () => loop.stop();
  }

  /** Forgets all that are old now, some at a time. */
  async runDue(signal?: AbortSignal): Promise<void> {
    while (!signal?.aborted && (await forgetNotices(this.#context))) {}
  }
}
