import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import type { Limit, Limiter } from "../core/ports.ts";

/** A limit as the library writes it. */
export function optionsOf({ name, attempts, seconds }: Limit) {
  return { keyPrefix: name, points: attempts, duration: seconds };
}

/** What counts for one limit, by key. */
export type Counter = Pick<RateLimiterAbstract, "consume" | "get" | "delete">;

/** A limiter of the counters that `make` makes, one for each limit. */
export function countWith(make: (limit: Limit) => Counter): Limiter {
  const counters = new Map<string, Counter>();
  const counterOf = (limit: Limit): Counter => {
    const counter = counters.get(limit.name) ?? make(limit);
    counters.set(limit.name, counter);
    return counter;
  };
  return {
    async count(limit, key) {
      try {
        await counterOf(limit).consume(key);
        return undefined;
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        return secondsOf(refusal);
      }
    },
    async wait(limit, key) {
      const counted = await counterOf(limit).get(key);
      if (!counted || counted.consumedPoints < limit.attempts) return undefined;
      return secondsOf(counted);
    },
    async forget(limit, key) {
      await counterOf(limit).delete(key);
    },
  };
}

function secondsOf({ msBeforeNext }: RateLimiterRes): number {
  return Math.ceil(msBeforeNext / 1000);
}
