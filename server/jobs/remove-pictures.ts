import type { ServiceContext } from "../core/context.ts";
import type { Logger, MediaStore, Turns } from "../core/ports.ts";
import { removeUnused } from "../modules/media/remove-unused.ts";
import { Loop } from "./loop.ts";

/** In milliseconds: nobody waits for it. */
const pollMs = 10 * 60 * 1000;

interface Tools {
  media: MediaStore;
  logger: Logger;
}

/** Removes pictures that were uploaded and that nothing uses. */
export class PictureRemover {
  readonly #context: ServiceContext;
  readonly #tools: Tools;

  constructor(context: ServiceContext, tools: Tools) {
    this.#context = context;
    this.#tools = tools;
  }

  /** Removes from now on; the answer ends that, once what has begun is done. */
  start(turns?: Turns): () => Promise<void> {
    const options = { job: "pictures", logger: this.#tools.logger, pollMs, turns };
    const loop = new Loop(options, (signal) => this.runDue(signal));
    return () => loop.stop();
  }

  /** Looks at what is due now, some at a time, until that is done or the signal is aborted. */
  async runDue(signal?: AbortSignal): Promise<void> {
    const { media, logger } = this.#tools;
    for (;;) {
      const { due, removed } = await removeUnused(this.#context, media);
      if (removed > 0) logger.info({ pictures: removed }, "removed unused pictures");
      if (due === 0 || signal?.aborted) return;
    }
  }
}
