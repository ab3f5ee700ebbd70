import type { ServiceContext } from "../core/context.ts";
import type { Logger, Turns } from "../core/ports.ts";
import { logFault } from "../infra/fault.ts";
import { expireOrder, listOverdue } from "../modules/order/expire-order.ts";
import { Loop } from "./loop.ts";

/** How many overdue orders are looked up at once. */
const atOnce = 100;

/** In milliseconds: for how long one that could not be ended is left alone. */
const pauseMs = 10_000;

/** Ends orders whose payment did not come in time. Any number of processes may do so: each order ends once. */
export class OrderExpirer {
  readonly #context: ServiceContext;
  readonly #logger: Logger;
  /** Those that could not be ended, with when to try again. */
  readonly #putOff = new Map<string, number>();

  constructor(context: ServiceContext, logger: Logger) {
    this.#context = context;
    this.#logger = logger;
  }

  /** Ends them from now on, within a second or so; the answer ends that, once what has begun is done. */
  start(turns?: Turns): () => Promise<void> {
    const options = { job: "expiry", logger: this.#logger, turns };
    const loop = new Loop(options, (signal) => this.runDue(signal));
    return () => loop.stop();
  }

  /** Ends all that are overdue now, each in a transaction of its own, and answers how many it did. */
  async runDue(signal?: AbortSignal): Promise<number> {
    let expired = 0;
    for await (const orderId of this.#due()) {
      if (signal?.aborted) break;
      if (await this.#expire(orderId)) expired += 1;
    }
    if (expired > 0) this.#logger.info({ orders: expired }, "expired orders that were not paid");
    return expired;
  }

  /** All that are overdue, past those that are put off. */
  async *#due(): AsyncGenerator<string> {
    const now = this.#context.clock.now().getTime();
    for (const [id, until] of this.#putOff) if (until <= now) this.#putOff.delete(id);
    let page: Awaited<ReturnType<typeof listOverdue>> = [];
    do {
      page = await listOverdue(this.#context, { after: page.at(-1), limit: atOnce });
      for (const { id } of page) if (!this.#putOff.has(id)) yield id;
    } while (page.length === atOnce);
  }

  /** One that cannot be ended keeps none of the others waiting, and is tried again after a while. */
  async #expire(orderId: string): Promise<boolean> {
    try {
      return await expireOrder(this.#context, orderId);
    } catch (error) {
      logFault(this.#logger, { job: "expiry", order: orderId }, error);
      this.#putOff.set(orderId, this.#context.clock.now().getTime() + pauseMs);
      return false;
    }
  }
}
