import { actorIdOf, type TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { releasePromotions } from "../promotion/redeem.ts";
import { costOf } from "./cost-of.ts";
import { creditOrder, creditUnits } from "./credit-order.ts";
import { dropUnits } from "./drop-units.ts";
import { recordEvent } from "./events.ts";
import { orderTransitions } from "./machine.ts";
import { moveOrder } from "./move-order.ts";
import type { OrderState } from "./present-order.ts";
import { settleOrder } from "./settle-order.ts";
import { type LineUnits, nameUnits, openUnits } from "./units.ts";

/**
 * Cancels units that were not sent: lets go of their stock, lets off what they cost, gives back what was paid for them.
 * With the last unit of an order of which nothing was sent all of it is canceled, shipping and promotions included.
 * @throws INVALID_TRANSITION
 */
export async function cancelLines(
  tx: TransactionContext,
  { order, lines }: Pick<OrderState, "order" | "lines">,
  units: readonly LineUnits[],
  reason: string | null,
): Promise<void> {
  const { db, actor, clock } = tx;
  const { id: orderId, status } = order;
  const leadsThere: readonly string[] = orderTransitions[status];
  if (!leadsThere.includes("canceled"))
    throw new AppError("INVALID_TRANSITION", { from: status, to: "canceled" });
  await dropUnits(tx, orderId, units);
  const cost = costOf(order, units, 0);

  const [happenedAt, actorId] = [clock.now(), actorIdOf(actor)];
  const details = { lines: nameUnits(units), ...(reason !== null && { reason }) };
  if (isAllOf(lines, units)) {
    await creditOrder(tx, orderId, order.totalAmount);
    for (const statement of releasePromotions(db, orderId)) await statement;
    await moveOrder(tx, orderId, "canceled", { details });
  } else {
    await creditUnits(tx, orderId, units);
    await recordEvent(db, { orderId, type: "lines-canceled", details, actorId, happenedAt });
  }
  await enqueue(db, {
    topic: "order.canceled",
    subjectId: orderId,
    payload: { orderId, version: order.version, lines: nameUnits(units), reason },
    createdAt: happenedAt,
  });
  await settleOrder(tx, orderId, { reason, cost });
}

/** Whether nothing of the order was sent, and nothing is left to be. */
function isAllOf(lines: OrderState["lines"], units: readonly LineUnits[]): boolean {
  const counts = new Map(units.map(({ line, count }) => [line.id, count]));
  return lines.every(
    (line) => line.fulfilledQuantity === 0 && openUnits(line) === (counts.get(line.id) ?? 0),
  );
}
