import { setTimeout as delay } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { batch, type Connection } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";

const indexes = ["search_index", "search_titles", "search_word_trigrams"] as const;
type Index = (typeof indexes)[number];

/** In pages: some milliseconds of writing, so that a checkout waits its turn unnoticed. */
const atOnce = 32;

/** In milliseconds: another process asks for the write lock now and then and must find it free. */
const pauseBetweenSteps = 5;

/** How much may stand beside the largest segment, of all: to write one anew costs ten times what was written since. */
const scatteredShare = 0.1;

/**
 * Brings what the indexes hold closer together, some pages at a time: what each transaction writes, FTS5 keeps as a segment
 * of its own, and every search looks for its words in each. Of an index in which much stands outside of the largest
 * segment one is made; of others, what FTS5 has begun is brought to its end. Ends early when the signal is aborted.
 */
export async function mergeSearch(ctx: ServiceContext, signal?: AbortSignal): Promise<void> {
  for (const index of indexes) {
    let pages = (await isScattered(ctx, index)) ? -atOnce : atOnce;
    while (!signal?.aborted && (await mergeSome(ctx, index, pages))) {
      pages = atOnce; // below 0 it would begin anew with what was written meanwhile
      await delay(pauseBetweenSteps);
    }
  }
}

async function isScattered({ db }: ServiceContext, index: Index): Promise<boolean> {
  const segments = sql`(select count(*) as pages from ${sql.raw(`${index}_idx`)} group by segid) as segments`;
  const [row] = await db
    .select({ beside: sql<number>`total(pages) - coalesce(max(pages), 0)`, all: sql<number>`total(pages)` })
    .from(segments);
  return row !== undefined && row.beside > scatteredShare * row.all;
}

/** Whether there was anything to merge, which FTS5 tells by the rows that it changed. */
async function mergeSome(ctx: ServiceContext, index: Index, pages: number): Promise<boolean> {
  const name = sql.raw(index);
  const [[before], , [after]] = await batch(ctx, (db) => [
    changesStatement(db),
    db.run(sql`insert into ${name}(${name}, rank) values ('merge', ${pages})`),
    changesStatement(db),
  ]);
  return (after?.count ?? 0) - (before?.count ?? 0) > 1;
}

const changesStatement = (db: Connection) =>
  db.select({ count: sql<number>`total_changes()` }).from(sql`(select 1) as one`);
