import type { ServiceContext } from "../core/context.ts";
import { ProviderUnavailable } from "../core/payment-port.ts";
import type { Logger, Turns } from "../core/ports.ts";
import { logFault } from "../infra/fault.ts";
import { takeInPayouts } from "../modules/payment/take-in-payouts.ts";
import { Loop } from "./loop.ts";

/** In milliseconds: how often providers are asked; they pay out once a day at most. */
const pollMs = 60 * 60 * 1000;

/** Asks providers what they paid out to the shop's bank. */
export class PayoutGatherer {
  readonly #context: ServiceContext;
  readonly #logger: Logger;

  constructor(context: ServiceContext, logger: Logger) {
    this.#context = context;
    this.#logger = logger;
  }

  /** Asks from now on; the answer ends that, once what has begun is done. */
  start(turns?: Turns): () => Promise<void> {
    const options = { job: "payouts", logger: this.#logger, pollMs, turns };
    const loop = new Loop(options, () => this.runDue());
    return () => loop.stop();
  }

  /** Asks each of them now; one that does not answer is asked again the next time. */
  async runDue(): Promise<void> {
    for (const { name, gateway } of this.#context.paymentProviders) {
      if (!gateway) continue;
      try {
        await takeInPayouts(this.#context, name);
      } catch (error) {
        const fields = { job: "payouts", provider: name };
        if (error instanceof ProviderUnavailable) {
          this.#logger.warn(fields, "a payment provider does not answer");
        } else logFault(this.#logger, fields, error);
      }
    }
  }
}
