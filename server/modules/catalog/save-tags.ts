import { and, eq, inArray, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { productTags } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import { wordsOf } from "./shopify/cells.ts";

const tagsStatement = prepared((db) =>
  db
    .select({ tag: productTags.tag })
    .from(productTags)
    .where(eq(productTags.productId, sql.placeholder("productId"))),
);

/**
 * Gives a product these tags and no others. Those that stood between commas are no change when the tags it has would
 * read the same there. Answers whether that changed anything.
 */
export async function saveTags(
  db: Transaction,
  productId: string,
  tags: readonly string[],
  areParted = false,
): Promise<boolean> {
  const wanted = new Set(tags);
  const known = new Set((await tagsStatement(db, { productId })).map(({ tag }) => tag));
  if (areParted && wanted.symmetricDifference(new Set(wordsOf([...known].join()))).size === 0) return false;
  const added = [...wanted.difference(known)];
  const removed = [...known.difference(wanted)];
  if (added.length > 0) await db.insert(productTags).values(added.map((tag) => ({ productId, tag })));
  if (removed.length > 0) {
    await db
      .delete(productTags)
      .where(and(eq(productTags.productId, productId), inArray(productTags.tag, removed)));
  }
  return added.length + removed.length > 0;
}
