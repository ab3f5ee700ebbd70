import type { Waits } from "../waits.ts";
import { NoAnswer } from "./no-answer.ts";

/** Ends a turn, with what failed in it. */
export type EndTurn = (failure?: unknown) => void;

/**
 * Lets so many in at a time, in the order in which they asked. When one of them gets no answer, all who wait are told so:
 * they have waited as long as it has, and would wait once more for the same.
 */
export class Turns {
  #free: number;
  readonly #waits: Waits | undefined;
  readonly #waiting = new Set<PromiseWithResolvers<void>>();

  /** `waits` is told of each. */
  constructor(count: number, waits?: Waits) {
    this.#free = count;
    this.#waits = waits;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    const end = await this.begin();
    try {
      const done = await work();
      end();
      return done;
    } catch (error) {
      end(error);
      throw error;
    }
  }

  /** @throws NoAnswer */
  async begin(): Promise<EndTurn> {
    const turn = this.#free > 0 ? this.#take() : this.#wait();
    await (this.#waits?.for(turn) ?? turn);
    let isOver = false;
    return (failure) => {
      if (isOver) return;
      isOver = true;
      if (failure instanceof NoAnswer) this.#sendAway(failure);
      this.#passOn();
    };
  }

  async #take(): Promise<void> {
    this.#free -= 1;
  }

  #wait(): Promise<void> {
    const place = Promise.withResolvers<void>();
    this.#waiting.add(place);
    return place.promise;
  }

  #passOn(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next.resolve();
  }

  #sendAway(failure: NoAnswer): void {
    for (const { reject } of this.#waiting) reject(failure);
    this.#waiting.clear();
  }
}
