import { type Peers, peerTopics } from "../../core/ports.ts";
import type { SharedRedis } from "./shared-redis.ts";

/** The other processes that share a Redis. A message is of who sent it, the topic and how far to look: `6f1c… orders 812`. */
export function createRedisPeers(redis: SharedRedis): Peers {
  const self = crypto.randomUUID();
  const listeners = new Map<string, Set<(last: number) => void>>(
    peerTopics.map((topic) => [topic, new Set()]),
  );
  redis.onMessage((message) => {
    const [from, topic = "", last] = message.split(" ");
    if (from === self) return;
    for (const listener of listeners.get(topic) ?? []) listener(Number(last));
  });
  return {
    tell: (topic, last) => redis.publish(`${self} ${topic} ${last}`),
    listen(topic, listener) {
      listeners.get(topic)?.add(listener);
      return () => listeners.get(topic)?.delete(listener);
    },
  };
}
