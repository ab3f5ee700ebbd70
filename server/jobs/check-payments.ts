import type { ServiceContext } from "../core/context.ts";
import { ProviderRefused, ProviderUnavailable } from "../core/payment-port.ts";
import type { Logger, Turns } from "../core/ports.ts";
import { logFault } from "../infra/fault.ts";
import { checkPayment, claimChecks } from "../modules/order/payment/check-payment.ts";
import { Loop } from "./loop.ts";

/** How many are asked about at the same time. */
const atOnce = 8;

/**
 * Asks providers about payments that have gone quiet, so that none depends on a notice. Any number of processes may do so:
 * each payment is asked about once.
 */
export class PaymentChecker {
  readonly #context: ServiceContext;
  readonly #logger: Logger;

  constructor(context: ServiceContext, logger: Logger) {
    this.#context = context;
    this.#logger = logger;
  }

  /** Asks from now on; the answer ends that, once what has begun is done. */
  start(turns?: Turns): () => Promise<void> {
    const options = { job: "payments", logger: this.#logger, turns };
    const loop = new Loop(options, (signal) => this.runDue(signal));
    return () => loop.stop();
  }

  /** Asks about all that are due now. */
  async runDue(signal?: AbortSignal): Promise<void> {
    while (!signal?.aborted) {
      const due = await claimChecks(this.#context, atOnce);
      if (due.length === 0) return;
      await Promise.all(due.map((paymentId) => this.#check(paymentId)));
    }
  }

  /** One that cannot be asked about keeps none of the others waiting. */
  async #check(paymentId: string): Promise<void> {
    try {
      await checkPayment(this.#context, paymentId);
    } catch (error) {
      const fields = { job: "payments", payment: paymentId };
      if (error instanceof ProviderUnavailable)
        this.#logger.warn(fields, "a payment provider does not answer");
      else if (error instanceof ProviderRefused) {
        this.#logger.warn({ ...fields, code: error.code }, "a payment provider knows nothing of a payment");
      } else logFault(this.#logger, fields, error);
    }
  }
}
