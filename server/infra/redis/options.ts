import type { RedisOptions } from "ioredis";

/** In milliseconds: several round trips, with TLS. Nobody waits for it but the start. */
const connectTimeout = 2_000;

/** How both connections are. What cannot be sent fails, and so does what was on its way when one ends; connecting alone is tried again. */
export const redisOptions = {
  keyPrefix: "bodega:",
  connectTimeout,
  commandTimeout: connectTimeout, // of what is said while connecting; all else is waited for by `inTime`
  disconnectTimeout: 250,
  retryStrategy: (attempt: number) => Math.min(attempt * 100, 1_000),
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  autoResubscribe: false, // each probe of `SharedRedis` subscribes, the first one too
} satisfies RedisOptions;
