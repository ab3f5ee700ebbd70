import type { Logger } from "../../core/ports.ts";
import type { Metrics } from "../../core/telemetry-port.ts";
import { failureReason } from "./failure-reason.ts";

interface Told {
  logger: Logger;
  metrics: Metrics | undefined;
}

/** Whether Redis is of use, and who is told when that changes. */
export class RedisState {
  readonly #told: Told;
  /** Undefined until something is known. */
  #isUp: boolean | undefined;

  constructor(told: Told) {
    this.#told = told;
  }

  get isUp(): boolean {
    return this.#isUp === true;
  }

  fail(error: unknown): void {
    if (this.#isUp === false) return;
    this.#become(false);
    const reason = failureReason(error);
    this.#told.logger.warn({ reason }, "Redis is down: each process works by itself");
  }

  recover(): void {
    if (this.#isUp === false) this.#told.logger.warn({}, "Redis is up again");
    this.#become(true);
  }

  #become(isUp: boolean): void {
    this.#isUp = isUp;
    this.#told.metrics?.redisUp(isUp);
  }
}
