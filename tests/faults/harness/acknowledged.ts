import { sql } from "drizzle-orm";
import type { Database } from "../../../db/client.ts";

/** What a client may have been told, with SQL that selects the ids of which it is true from then on, for ever. */
const facts = {
  "an order was placed": "select id from orders",
} as const;

export type Fact = keyof typeof facts;

/** What the server has said it did: it has to be there whatever happened since. */
export class Acknowledged {
  readonly #ids = new Map<Fact, Set<string>>();

  add(fact: Fact, id: string): void {
    this.of(fact).add(id);
  }

  of(fact: Fact): Set<string> {
    const ids = this.#ids.get(fact) ?? new Set();
    this.#ids.set(fact, ids);
    return ids;
  }

  /** What was acknowledged and is not there. */
  async lost(db: Database): Promise<string[]> {
    const lost: string[] = [];
    for (const [fact, ids] of this.#ids) {
      const known = await idsOf(db, fact, ids);
      lost.push(...[...known].map((id) => `${fact}: ${id}`));
    }
    return lost;
  }

  /** What is there and was never acknowledged: nothing, once every client has its answer. */
  async unheardOf(db: Database): Promise<string[]> {}
}
