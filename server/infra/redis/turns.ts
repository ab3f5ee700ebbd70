import type { Turns } from "../../core/ports.ts";
import type { SharedRedis } from "./shared-redis.ts";

/** Only of whoever has it still: it may have run out, and be another's by now. */
const giveBackScript = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end";

/** Turns that Redis hands out. While it is down each process has its own. */
export function createRedisTurns(redis: SharedRedis): Turns {
  return {
    async take(job, milliseconds) {
      const [key, token] = [`turn:${job}`, crypto.randomUUID()];
      const taken = await redis.ask(
        "turns",
        (client) => client.set(key, token, "PX", milliseconds, "NX"),
        () => "OK" as const,
      );
      if (taken === null) return undefined;
      return {
        async giveBack() {
          await redis.ask(
            "turns",
            (client) => client.eval(giveBackScript, 1, key, token),
            () => null,
          );
        },
      };
    },
  };
}
