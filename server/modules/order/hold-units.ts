import { eq, inArray, sql } from "drizzle-orm";
import { orderLines, stockLevels } from "../../../db/schema/index.ts";
import { batch } from "../../../db/transaction.ts";
import { actorIdOf, type TransactionContext } from "../../core/context.ts";
import { allocateStock, servingLocations } from "../inventory/allocate-stock.ts";
import { reserveStock } from "../inventory/move-stock.ts";
import { stockLocations } from "../inventory/stock-locations.ts";
import type { OrderRow } from "./present-order.ts";
import { type LineUnits, unitsByVariant } from "./units.ts";

const locationsStatement = stockLocations(
  sql`select variant_id from order_lines where order_id = ${sql.placeholder("orderId")}`,
);

/** Holds units for an order that is there already, at the locations that serve its country. @throws OUT_OF_STOCK */
export async function holdUnits(
  tx: TransactionContext,
  { id: orderId, shippingAddress }: Pick<OrderRow, "id" | "shippingAddress">,
  units: readonly LineUnits[],
): Promise<void> {
  const [locations, policies] = await batch(tx, (db) => [
    locationsStatement(db, { orderId }),
    db
      .select({ variantId: stockLevels.variantId, policy: stockLevels.policy })
      .from(stockLevels)
      .where(
        inArray(
          stockLevels.variantId,
          db
            .select({ variantId: orderLines.variantId })
            .from(orderLines)
            .where(eq(orderLines.orderId, orderId)),
        ),
      ),
  ]);
  const counts = unitsByVariant(units);
  const wanted = policies.map(({ variantId, policy }) => ({
    variantId,
    policy,
    quantity: counts.get(variantId) ?? 0,
  }));
  const serving = servingLocations(locations, shippingAddress?.country ?? null);
  const held = allocateStock(
    wanted.filter(({ quantity }) => quantity > 0),
    serving,
  );
  const of = { orderId, actorId: actorIdOf(tx.actor), movedAt: tx.clock.now() };
  for (const movement of reserveStock(tx.db, of, held)) await movement;
}
