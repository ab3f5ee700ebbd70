import { type Peers, peerTopics } from "../../core/ports.ts";
import type { SharedRedis } from "./shared-redis.ts";

/** The other processes that share a Redis. A message says who sent it, as that one hears it too, and the topic. */
export function createRedisPeers(redis: SharedRedis): Peers {
  const self = crypto.randomUUID();
  const listeners = new Map<string, Set<() => void>>(peerTopics.map((topic) => [topic, new Set()]));
  redis.onMessage((message) => {
    const [from, topic = ""] = message.split(" ");
    if (from === self) return;
    for (const listener of listeners.get(topic) ?? []) listener();
  });
  return {
    tell: (topic) => redis.publish(`${self} ${topic}`),
    listen(topic, listener) {
      listeners.get(topic)?.add(listener);
      return () => listeners.get(topic)?.delete(listener);
    },
  };
}
