import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Limiter } from "../core/ports.ts";
import { countWith, optionsOf } from "./limiter-options.ts";

/** Counts in this process's memory: enough for one server, forgotten when it stops. */
export function createMemoryLimiter(): Limiter {
  return countWith((limit) => new RateLimiterMemory(optionsOf(limit)));
}
