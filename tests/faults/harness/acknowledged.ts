import { sql } from "drizzle-orm";
import type { Database } from "../../../db/client.ts";

/** What a client may have been told, with SQL that selects the ids of which it is true, from then on for ever. */
const facts = {
  "an order was placed": "select id from orders",
} as const;

export type Fact = keyof typeof facts;

/** What the server has said that it did: it has to be there whatever happened since. */
export class Acknowledged {
  readonly #ids = new Map<Fact, Set<string>>();

  add(fact: Fact, id: string): void {
    const ids = this.#ids.get(fact) ?? new Set();
    this.#ids.set(fact, ids.add(id));
  }

  get count(): number {
    return [...this.#ids.values()].reduce((sum, ids) => sum + ids.size, 0);
  }

  /** What was acknowledged and is not there. */
  async lost(db: Database): Promise<string[]> {
    const lost: string[] = [];
    for (const [fact, ids] of this.#ids) {
      const there = await idsOf(db, fact);
      lost.push(...[...ids].filter((id) => !there.has(id)).map((id) => `${fact}: ${id}`));
    }
    return lost;
  }

  /** What is there though nobody was told of it: nothing, once every client has its answer. */
  async untold(db: Database): Promise<string[]> {
    const untold: string[] = [];
    for (const [fact, ids] of this.#ids) {
      const there = await idsOf(db, fact);
      untold.push(...[...there].filter((id) => !ids.has(id)).map((id) => `${fact}: ${id}`));
    }
    return untold;
  }
}

async function idsOf(db: Database, fact: Fact): Promise<Set<string>> {
  const rows = await db.values<[id: string]>(sql.raw(facts[fact]));
  return new Set(rows.map(([id]) => id));
}
