import { and, eq, sql } from "drizzle-orm";
import { orderLines } from "../../../../db/schema/index.ts";
import type { TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import type { WantedUnits } from "../units.ts";

/** How many of a line's units were handed over or sent on their way; it never falls. */
const sentUnits = sql`(
  select coalesce(sum(fl.quantity), 0) from fulfillment_lines fl join fulfillments f on f.id = fl.fulfillment_id
  where fl.order_line_id = order_lines.id and f.status in ('shipped', 'delivered')
)`;

/** How many of them can still be asked back. */
const returnableUnits = sql<number>`(
  ${sentUnits} - order_lines.returning_quantity - order_lines.returned_quantity
)`;

/**
 * Counts units of an order's lines as coming back, where so many can: of two that want the last one, one gets it.
 * @throws NOT_FOUND for a line of another order; UNITS_UNAVAILABLE
 */
export async function holdForReturn(
  { db }: TransactionContext,
  orderId: string,
  lines: readonly WantedUnits[],
): Promise<void> {
  for (const { lineId, quantity } of lines) {
    const isLine = and(eq(orderLines.id, lineId), eq(orderLines.orderId, orderId));
    const [held] = await db
      .update(orderLines)
      .set({ returningQuantity: sql`${orderLines.returningQuantity} + ${quantity}` })
      .where(and(isLine, sql`${returnableUnits} >= ${quantity}`))
      .returning({ id: orderLines.id });
    if (held) continue;
    const [line] = await db.select({ available: returnableUnits }).from(orderLines).where(isLine);
    if (!line) throw new AppError("NOT_FOUND");
    throw new AppError("UNITS_UNAVAILABLE", { lineId, available: line.available });
  }
}
