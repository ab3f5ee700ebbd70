import type { ServiceContext } from "../core/context.ts";
import type { Logger } from "../core/ports.ts";
import { logFault } from "../infra/fault.ts";
import { expireOrder, listOverdue } from "../modules/order/expire-order.ts";
import { Loop } from "./loop.ts";

/** How many overdue orders are looked up at once. */
const atOnce = 100;

/** Ends orders whose payment did not come in time. Any number of processes may do so: each order ends once. */
export class OrderExpirer {
  readonly #context: ServiceContext;
  readonly #logger: Logger;

  constructor(context: ServiceContext, logger: Logger) {
    this.#context = context;
    this.#logger = logger;
  }

  /** Ends them from now on, within a second or so; the answer ends that, once what has begun is done. */
  start(): () => Promise<void> {
    const options = { job: "expiry", logger: this.#logger };
    const loop = new Loop(options, (signal) => this.runDue(signal));
    return () => loop.stop();
  }

  /** Ends all that are overdue now, each in a transaction of its own, and answers how many it did. */
  async runDue(signal?: AbortSignal): Promise<number> {
    let expired = 0;
    for (let before = -1; expired > before && !signal?.aborted; ) {
      before = expired;
      for (const orderId of await listOverdue(this.#context, atOnce)) {
        if (!signal?.aborted && (await this.#expire(orderId))) expired += 1;
      }
    }
    if (expired > 0) this.#logger.info({ orders: expired }, "expired orders that were not paid");
    return expired;
  }

  /** One that cannot be ended keeps none of the others waiting. */
  async #expire(orderId: string): Promise<boolean> {
    try {
      return await expireOrder(this.#context, orderId);
    } catch (error) {
      logFault(this.#logger, { job: "expiry", order: orderId }, error);
      return false;
    }
  }
}
