import type { DatabaseHandle } from "../../db/client.ts";
import type { Logger, Peers, PeerTopic } from "../core/ports.ts";
import { lastChangeId } from "../modules/catalog/read-changes.ts";
import { lastEventId } from "../modules/order/watch/read-events.ts";
import { Loop } from "./loop.ts";

/** In milliseconds: a commit that could not be looked at is told with the next one, so that this need not be often. */
const pollMs = 60_000;

interface TellerParts {
  database: DatabaseHandle;
  /** Undefined where nobody can be told. */
  peers: Peers | undefined;
  logger: Logger;
}

/**
 * Tells the other processes when a commit of this one has changed the catalogue or an order: looked up once for all commits
 * of a moment, so that however many there are, few messages go out, and none for carts and sessions.
 */
export class PeerTeller {
  readonly #parts: TellerParts;
  /** The last change and event that this process has told of; those of others among them, as nobody knows whose is whose. */
  readonly #told: Record<PeerTopic, number> = { catalogue: 0, orders: 0 };

  constructor(parts: TellerParts) {
    this.#parts = parts;
  }

  /** Tells from now on; the answer ends that. */
  start(): () => Promise<void> {
    const { database, peers, logger } = this.#parts;
    if (!peers) return async () => {};
    const loop = new Loop({ job: "tell-peers", logger, pollMs }, () => this.#look());
    const unsubscribe = database.onCommit(() => loop.wake());
    return () => {
      unsubscribe();
      return loop.stop();
    };
  }

  /** It is asked: where the answer to a commit is late or lost, the database's server alone knows how far the catalogue has come. */
  async #look(): Promise<void> {
    const { db } = this.#parts.database;
    const [catalogue, orders] = await Promise.all([lastChangeId(db), lastEventId(db)]);
    this.#tell("catalogue", catalogue);
    this.#tell("orders", orders);
  }

  #tell(topic: PeerTopic, last: number): void {
    if (last > this.#told[topic]) this.#parts.peers?.tell(topic);
    this.#told[topic] = last;
  }
}
