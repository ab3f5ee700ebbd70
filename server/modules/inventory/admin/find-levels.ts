import { and, asc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { products, stockLevels, variants } from "../../../../db/schema/index.ts";
import type { Connection } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import type { StockLevelItem } from "./schema.ts";

/** The select of what there is of variants, to be narrowed. */
export function selectLevels(db: Connection) {
  return db
    .select({
      id: stockLevels.variantId,
      sku: variants.sku,
      variantTitle: variants.title,
      productId: variants.productId,
      productTitle: products.title,
      policy: stockLevels.policy,
      onHand: stockLevels.onHand,
      reserved: stockLevels.reserved,
      lowStockThreshold: stockLevels.lowStockThreshold,
      locations: sql`(
        select json_group_array(json_object('locationId', k.location_id, 'onHand', k.on_hand, 'reserved', k.reserved))
        from (select * from location_levels where variant_id = ${stockLevels.variantId} order by location_id) k
      )`.mapWith((json: string): StockLevelItem["locations"] => JSON.parse(json)),
    })
    .from(stockLevels)
    .innerJoin(variants, eq(variants.id, stockLevels.variantId))
    .innerJoin(products, eq(products.id, variants.productId))
    .$dynamic();
}

/** Whether there is no more of it than its threshold: as the index `stock_levels_low` has it. */
export const isLow = and(
  sql`(${stockLevels.onHand} - ${stockLevels.reserved} <= ${stockLevels.lowStockThreshold}) = 1`,
  isNotNull(stockLevels.lowStockThreshold),
  sql`${stockLevels.policy} <> 'untracked'`,
);

type LevelRow = Awaited<ReturnType<typeof selectLevels>>[number];

export function presentLevel({ id, ...level }: LevelRow): StockLevelItem {
  const available = level.policy === "untracked" ? null : level.onHand - level.reserved;
  return { ...level, variantId: id, available };
}

/** Of these variants, the oldest first. */
export async function findLevels(
  { db }: Pick<ServiceContext, "db">,
  variantIds: Iterable<string>,
): Promise<StockLevelItem[]> {
  const rows = await selectLevels(db)
    .where(inArray(stockLevels.variantId, [...variantIds]))
    .orderBy(asc(stockLevels.variantId));
  return rows.map(presentLevel);
}
