import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Limit, Limiter } from "../core/ports.ts";

/** Counts in this process's memory: enough for one server, forgotten when it stops. */
export function createMemoryLimiter(): Limiter {
  const limiters = new Map<string, RateLimiterMemory>();

  const limiterOf = ({ name, attempts, seconds }: Limit): RateLimiterMemory => {
    const known = limiters.get(name);
    if (known) return known;
    const limiter = new RateLimiterMemory({ keyPrefix: name, points: attempts, duration: seconds });
    limiters.set(name, limiter);
    return limiter;
  };

  return {
    async count(limit, key) {
      try {
        await limiterOf(limit).consume(key);
        return undefined;
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        return Math.ceil(refusal.msBeforeNext / 1000);
      }
    },
    async forget(limit, key) {
      await limiterOf(limit).delete(key);
    },
  };
}
