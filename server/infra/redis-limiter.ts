import { RateLimiterMemory, RateLimiterRedis } from "rate-limiter-flexible";
import type { Limiter, Logger } from "../core/ports.ts";
import { countWith, optionsOf } from "./limiter-options.ts";

/** In milliseconds: a counter that takes longer is not waited for. */
const patience = 250;

/**
 * Counts in Redis, for all processes together. While Redis is down, slow or full each process counts for itself, so that
 * guessing never becomes free and nobody is kept out; the log says when that begins and when it ends.
 */
export function createRedisLimiter(url: string, logger: Logger): Limiter & { close(): void } {
  let connection: ReturnType<typeof connect> | undefined;
  const connected = () => {
    connection ??= connect(url, logger);
    return connection;
  };
  const count = countWith(async (limit) => {
    const options = optionsOf(limit);
    return new RateLimiterRedis({
      ...options,
      storeClient: await connected(),
      rejectIfRedisNotReady: true,
      insuranceLimiter: new RateLimiterMemory(options),
    });
  });
  return { ...count, close: () => void connection?.then((redis) => redis.disconnect()) };
}

/** The library comes in with the first count, not with the server. */
async function connect(url: string, logger: Logger) {
  const { Redis } = await import("ioredis");
  const redis = new Redis(url, {
    commandTimeout: patience,
    connectTimeout: patience,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
  });
  let lost = false;
  redis.on("error", ({ code }: Error & { code?: string }) => {
    if (!lost)
      logger.warn({ code }, "Redis does not answer: attempts are counted by each process for itself");
    lost = true;
  });
  redis.on("ready", () => {
    if (lost) logger.warn({}, "Redis answers again");
    lost = false;
  });
  await new Promise<void>((resolve) => {
    redis.once("ready", resolve);
    redis.once("error", () => resolve());
  });
  return redis;
}
