import { RateLimiterMemory, RateLimiterRedis } from "rate-limiter-flexible";
import type { Limit, Limiter } from "../../core/ports.ts";
import { type Counter, countWith, optionsOf } from "../limiter-options.ts";
import type { SharedRedis } from "./shared-redis.ts";

/**
 * Counts in Redis, for all processes together. While Redis is down each process counts for itself, so that guessing never
 * becomes free and nobody is kept out.
 */
export function createRedisLimiter(redis: SharedRedis): Limiter {
  return countWith((limit) => insuredCounter(redis, limit));
}

function insuredCounter(redis: SharedRedis, limit: Limit): Counter {
  const options = optionsOf(limit);
  const own = new RateLimiterMemory(options);
  let shared: Counter | undefined;
  const count = <Answer>(act: (counter: Counter) => Promise<Answer>): Promise<Answer> =>
    redis.ask(
      "limits",
      (storeClient) => {
        shared ??= new RateLimiterRedis({ ...options, storeClient });
        return act(shared);
      },
      () => act(own),
    );
  return {
    consume: (key) => count((counter) => counter.consume(key)),
    get: (key) => count((counter) => counter.get(key)),
    delete: (key) => count((counter) => counter.delete(key)),
  };
}
