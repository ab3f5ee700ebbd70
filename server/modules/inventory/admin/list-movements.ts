import { and, desc, eq, getTableColumns, lt } from "drizzle-orm";
import { stockMovements, variants } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { idBefore, pageOf } from "../../../core/page.ts";
import type { ListMovementsInput, StockMovementPage } from "./schema.ts";

const isMovementId = (id: string) => /^\d{1,15}$/.test(id);

/** Every change of stock, the newest first. */
export async function listMovements(
  { db }: ServiceContext,
  { variantId, locationId, orderId, limit, cursor }: ListMovementsInput,
): Promise<StockMovementPage> {
  const before = idBefore("movements", cursor, isMovementId);
  const rows = await db
    .select({ ...getTableColumns(stockMovements), sku: variants.sku })
    .from(stockMovements)
    .innerJoin(variants, eq(variants.id, stockMovements.variantId))
    .where(
      and(
        variantId === undefined ? undefined : eq(stockMovements.variantId, variantId),
        locationId === undefined ? undefined : eq(stockMovements.locationId, locationId),
        orderId === undefined ? undefined : eq(stockMovements.orderId, orderId),
        before === undefined ? undefined : lt(stockMovements.id, Number(before)),
      ),
    )
    .orderBy(desc(stockMovements.id))
    .limit(limit + 1);
  return pageOf(
    "movements",
    rows.map((row) => ({ ...row, id: String(row.id) })),
    limit,
  );
}
