import { eq, sql } from "drizzle-orm";
import { orderLines } from "../../../db/schema/index.ts";
import { actorIdOf, type TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { type LocatedUnits, unsellStock } from "../inventory/move-stock.ts";
import { moveFulfillment } from "./move-fulfillment.ts";
import type { OrderState } from "./present-order.ts";

/** Takes back a fulfillment that is not on its way yet: its units are held for the order again. @throws NOT_FOUND, INVALID_TRANSITION */
export async function takeBackFulfillment(
  tx: TransactionContext,
  { order, lines, fulfillments }: OrderState,
  id: string,
): Promise<void> {
  const { db } = tx;
  const fulfillment = fulfillments.find((each) => each.id === id);
  if (!fulfillment) throw new AppError("NOT_FOUND");
  const { locationId } = fulfillment;
  const { updatedAt: movedAt } = await moveFulfillment(tx, { id, orderId: order.id }, "canceled");
  const units: LocatedUnits[] = [];
  for (const { orderLineId, quantity } of fulfillment.lines) {
    await db
      .update(orderLines)
      .set({ fulfilledQuantity: sql`${orderLines.fulfilledQuantity} - ${quantity}` })
      .where(eq(orderLines.id, orderLineId));
    const variantId = lines.find((line) => line.id === orderLineId)?.variantId;
    if (variantId !== undefined && locationId !== null) units.push({ variantId, locationId, quantity });
  }
  const of = { orderId: order.id, actorId: actorIdOf(tx.actor), movedAt };
  for (const movement of unsellStock(db, of, units)) await movement;
}
