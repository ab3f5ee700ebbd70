import { ProviderUnavailable } from "../core/payment-port.ts";
import type { Clock } from "../core/ports.ts";

/** So many calls without an answer, one after the other, and no more are made. */
const failuresToOpen = 5;

/** In milliseconds: how long none is made then; after that one is, which tells for all. */
const pause = 10_000;

interface Listener {
  opened(): void;
  closed(): void;
}

/**
 * Keeps calls from somebody who does not answer, so that nobody waits for what will not come. Any answer closes it, a
 * refusal too. https://martinfowler.com/bliki/CircuitBreaker.html
 */
export class CircuitBreaker {
  readonly #clock: Clock;
  readonly #listener: Listener;
  #failures = 0;
  /** In milliseconds, until when none is made; undefined while it is closed. */
  #openUntil: number | undefined;
  #isTrying = false;

  constructor(clock: Clock, listener: Listener) {
    this.#clock = clock;
    this.#listener = listener;
  }

  /** Whether a call would be made now. */
  lets(): boolean {
    if (this.#openUntil === undefined) return true;
    return !this.#isTrying && this.#clock.now().getTime() >= this.#openUntil;
  }

  /** Makes the call. @throws ProviderUnavailable also where it is not made */
  async call<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    if (!this.lets()) throw new ProviderUnavailable("It has not answered of late, and is not asked");
    const isTrial = this.#openUntil !== undefined;
    if (isTrial) this.#isTrying = true;
    try {
      const answer = await ask();
      this.#close();
      return answer;
    } catch (error) {
      if (error instanceof ProviderUnavailable) this.#fail();
      else this.#close();
      throw error;
    } finally {
      if (isTrial) this.#isTrying = false;
    }
  }

  #close(): void {
    this.#failures = 0;
    if (this.#openUntil === undefined) return;
    this.#openUntil = undefined;
    this.#listener.closed();
  }

  #fail(): void {
    this.#failures += 1;
    if (this.#failures < failuresToOpen) return;
    if (this.#openUntil === undefined) this.#listener.opened();
    this.#openUntil = this.#clock.now().getTime() + pause;
  }
}
