import { setTimeout as delay } from "node:timers/promises";
import { asc, gt, sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import { products } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";

/** In products: some milliseconds of writing, so that a checkout waits its turn unnoticed. */
const batchSize = 50;

/** In milliseconds: another process asks for the write lock now and then and must find it free. */
const pauseBetweenBatches = 5;

const idsStatement = prepared((db) =>
  db
    .select({ id: products.id })
    .from(products)
    .where(gt(products.id, sql.placeholder("after")))
    .orderBy(asc(products.id))
    .limit(batchSize),
);

/**
 * Writes what the search knows of each product anew, in transactions of its own: not to be called within one. Search
 * works meanwhile; a product is without its words for no longer than its batch's transaction, which nobody sees.
 * Answers how many products there were.
 */
export async function rebuildSearch(
  ctx: ServiceContext,
  { onProgress }: { onProgress?: ((products: number) => void) | undefined } = {},
): Promise<number> {
  let done = 0;
  for (let after = ""; ; ) {
    const ids = (await idsStatement(ctx.db, { after })).map(({ id }) => id);
    const last = ids.at(-1);
    if (last === undefined) return done;
    await rebuildDocuments(ctx, ids);
    done += ids.length;
    after = last;
    onProgress?.(done);
    await delay(pauseBetweenBatches);
  }
}

function rebuildDocuments(ctx: ServiceContext, ids: readonly string[]): Promise<void> {
  const chosen = sql`product_id in (select value from json_each(${JSON.stringify(ids)}))`;
  const fields = sql`title, tags, skus, body`;
  return transact(ctx, async ({ db }) => {
    // Emptied first: the indexes follow a document's changes, and of a right one there would be none.
    await db.run(
      sql`update search_documents set title = '', tags = '', skus = '', body = '' where ${chosen}`,
    );
    await db.run(sql`
      update search_documents set (rowid, ${fields}) =
        (select document, ${fields} from search_sources s where s.product_id = search_documents.product_id)
      where ${chosen}`);
    await db.run(sql`
      insert into search_documents (rowid, product_id, ${fields})
      select document, product_id, ${fields} from search_sources
      where ${chosen} and product_id not in (select product_id from search_documents where ${chosen})`);
  });
}
