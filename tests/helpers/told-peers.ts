import type { Peers, PeerTopic } from "../../server/core/ports.ts";

/** Peers of a test's own: it hears what is told, and tells as another process would. */
export function newToldPeers() {
  const told: PeerTopic[] = [];
  const listeners = new Set<[PeerTopic, () => void]>();
  const waiting = new Set<() => void>();
  const peers: Peers = {
    tell(topic) {
      told.push(topic);
      for (const look of waiting) look();
    },
    listen(topic, listener) {
      const entry: [PeerTopic, typeof listener] = [topic, listener];
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
  };
  return {
    peers,
    /** What this process told, in order. */
    told,
    /** Resolves once it has told of that. */
    until: (topic: PeerTopic) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (told.includes(topic)) resolve();
        };
        waiting.add(look);
        look();
      }),
    /** As another process. */
    hear(topic: PeerTopic) {
      for (const [its, listener] of listeners) if (its === topic) listener();
    },
  };
}
