import type { RedisOptions } from "ioredis";

/** In milliseconds: what takes longer is done without. */
const patience = 250;

/** How both connections are: what Redis does not answer soon fails, and only connecting is tried again. */
export const redisOptions = {
  keyPrefix: "bodega:",
  commandTimeout: patience,
  socketTimeout: 2 * patience, // a connection on which nothing comes back may be dead, which TCP itself finds out in minutes
  disconnectTimeout: patience,
  connectTimeout: 2_000, // several round trips with TLS; nobody waits for it but the start
  retryStrategy: (attempt: number) => Math.min(attempt * 100, 1_000),
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  autoResubscribe: false, // `SharedRedis` does so whenever it is ready, the first time too
} satisfies RedisOptions;
