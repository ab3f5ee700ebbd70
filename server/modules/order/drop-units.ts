import { eq, sql } from "drizzle-orm";
import { orderLines } from "../../../db/schema/index.ts";
import { actorIdOf, type TransactionContext } from "../../core/context.ts";
import { releaseStock } from "../inventory/move-stock.ts";
import { type LineUnits, unitsByVariant } from "./units.ts";

/** Has units of an order not be sent, and lets go of their stock. `order_lines_units_within_quantity` refuses what was. */
export async function dropUnits(
  { db, actor, clock }: TransactionContext,
  orderId: string,
  units: readonly LineUnits[],
): Promise<void> {
  for (const { line, count } of units) {
    await db
      .update(orderLines)
      .set({ canceledQuantity: sql`${orderLines.canceledQuantity} + ${count}` })
      .where(eq(orderLines.id, line.id));
  }
  const of = { orderId, actorId: actorIdOf(actor), movedAt: clock.now() };
  for (const movement of releaseStock(db, of, unitsByVariant(units))) await movement;
}
