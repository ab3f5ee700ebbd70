import { and, asc, eq, sql } from "drizzle-orm";
import { orderLines, returnLines, returns } from "../../../../db/schema/index.ts";
import { actorIdOf, type StaffContext, type TransactionContext } from "../../../core/context.ts";
import { getLocation } from "../../inventory/admin/find-locations.ts";
import { returnStock } from "../../inventory/move-stock.ts";
import { enqueue } from "../../outbox/enqueue.ts";
import { costOf } from "../cost-of.ts";
import { creditOrder } from "../credit-order.ts";
import { loadOrder } from "../load-order.ts";
import type { Cost } from "../refund-taxes.ts";
import { assertShippingDue } from "../shipping-due.ts";
import { nameUnits, unrefunded } from "../units.ts";
import { changeReturn } from "./change-return.ts";
import { moveReturn, type ReturnRow } from "./move-return.ts";
import { type ReceivedUnits, receivedUnits } from "./received-units.ts";
import type { ReceiveReturnInput, Return } from "./schema.ts";
import { settleReturn } from "./settle-return.ts";

/**
 * Takes in what came back: what is sellable goes into stock again, what came at all is no longer due, and what was paid
 * for it pays what the buyer gets instead, or is given back.
 * @throws NOT_FOUND, INVALID_TRANSITION, REFUND_EXCEEDS_CAPTURED; BAD_REQUEST where units are not counted, or more
 * shipping is credited than is due
 */
export function receiveReturn(ctx: StaffContext, input: ReceiveReturnInput): Promise<Return> {
  const { id, locationId, shippingAmount, refundAmount } = input;
  const details = { lines: input.lines, shippingAmount, refundAmount };
  return changeReturn(ctx, id, { type: "return-received", details }, async (tx) => {
    const units = receivedUnits(await findLines(tx, id), input.lines);
    const received = await moveReturn(tx, id, "received", { details: { lines: nameUnits(units) } });
    const { creditedAmount, cost } = await credit(tx, received, units, shippingAmount);
    await takeIn(tx, received, units, (await getLocation(tx, locationId)).id);
    await settleReturn(tx, { ...received, creditedAmount }, { wanted: refundAmount, cost });
    await enqueue(tx.db, {
      topic: "return.received",
      subjectId: received.orderId,
      payload: { returnId: id },
      createdAt: received.updatedAt,
    });
  });
}

function findLines({ db }: TransactionContext, returnId: string) {
  return db
    .select({ line: returnLines, of: orderLines })
    .from(returnLines)
    .innerJoin(orderLines, eq(orderLines.id, returnLines.orderLineId))
    .where(eq(returnLines.returnId, returnId))
    .orderBy(asc(orderLines.position));
}

/** Writes down what each unit was like, and has the sellable ones in stock again. */
async function takeIn(
  { db, actor, clock }: TransactionContext,
  { id, orderId }: ReturnRow,
  units: readonly ReceivedUnits[],
  locationId: string,
): Promise<void> {
  for (const { line, counted, count } of units) {
    await db
      .update(returnLines)
      .set({
        sellableQuantity: counted.sellable,
        damagedQuantity: counted.damaged,
        missingQuantity: counted.missing,
      })
      .where(and(eq(returnLines.returnId, id), eq(returnLines.orderLineId, line.id)));
    await db
      .update(orderLines)
      .set({
        returnedQuantity: sql`${orderLines.returnedQuantity} + ${count}`,
        refundedQuantity: sql`max(${orderLines.refundedQuantity} - ${count}, 0)`,
      })
      .where(eq(orderLines.id, line.id));
  }
  const sellable = units
    .map(({ line: { variantId }, counted }) => ({ variantId, locationId, quantity: counted.sellable }))
    .filter(({ quantity }) => quantity > 0);
  const movement = { orderId, actorId: actorIdOf(actor), movedAt: clock.now() };
  for (const moved of returnStock(db, movement, sellable)) await moved;
}

/**
 * Lets off what the units cost, as they were counted before, and so much of the shipping; no more than is due. Of a line's
 * units those come back first that were given back already. @throws BAD_REQUEST
 */
async function credit(
  tx: TransactionContext,
  { id, orderId }: ReturnRow,
  units: readonly ReceivedUnits[],
  shippingAmount: number,
): Promise<{ creditedAmount: number; cost: Cost }> {
  const state = await loadOrder(tx, orderId);
  assertShippingDue(state, shippingAmount);
  const stillDue = state.order.totalAmount - state.order.creditedAmount;
  const cost = costOf(state.order, units.map(unrefunded), shippingAmount);
  const creditedAmount = Math.min(cost.amount, stillDue);
  await creditOrder(tx, orderId, creditedAmount);
  await tx.db.update(returns).set({ creditedAmount }).where(eq(returns.id, id));
  return { creditedAmount, cost };
}
