import { and, asc, eq, gt, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { locationLevels, stockLevels } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { idBefore, pageOf } from "../../../core/page.ts";
import { productsOfWords, typedCodes } from "../../catalog/search/all-products.ts";
import { searchQuery } from "../../catalog/search-query.ts";
import { isLow, presentLevel, selectLevels } from "./find-levels.ts";
import type { ListLevelsInput, StockLevelPage } from "./schema.ts";

/** What there is of each variant, the oldest first. */
export async function listLevels(
  { db, clock }: ServiceContext,
  input: ListLevelsInput,
): Promise<StockLevelPage> {
  const { variantId, q = "", locationId, lowOnly, limit, cursor } = input;
  const search = searchQuery(q);
  const after = idBefore("levels", cursor);
  // A location's variants are read along its own index, which has them in the same order.
  const key = locationId === undefined ? stockLevels.variantId : locationLevels.variantId;
  const all = selectLevels(db);
  if (locationId !== undefined) {
    const isThere = and(eq(key, stockLevels.variantId), eq(locationLevels.locationId, locationId));
    all.innerJoin(locationLevels, isThere);
  }
  const rows = await all
    .where(
      and(
        variantId === undefined ? undefined : eq(key, variantId),
        q.trim() === "" ? undefined : search ? isFound(key) : sql`false`,
        lowOnly ? isLow : undefined,
        after === undefined ? undefined : gt(key, after),
      ),
    )
    .orderBy(asc(key))
    .limit(limit + 1)
    .prepare()
    .execute({ ...search, now: clock.now().getTime() });
  const { items, nextCursor } = pageOf("levels", rows, limit);
  return { items: items.map(presentLevel), nextCursor };
}

/** Whether its product has the words of a `SearchQuery`, or they are its SKU or barcode. */
const isFound = (variantId: SQLiteColumn): SQL => sql`${variantId} in (
  select id from variants where product_id in (${productsOfWords})
  union select id from variants where sku in (${typedCodes})
  union select id from variants where barcode in (${typedCodes})
)`;
