import { returnLines, returns } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import { actorIdOf, type ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { recordEvent } from "../events.ts";
import { ownsOrder } from "../own-order.ts";
import { touchOrder } from "../touch-order.ts";
import { findReturn } from "./find-returns.ts";
import { holdForReturn } from "./hold-for-return.ts";
import type { RequestReturnInput, Return } from "./schema.ts";

/**
 * Asks to send units back that were sent, and that no other return asks for.
 * @throws NOT_FOUND, also for somebody else's order and for another's lines; UNITS_UNAVAILABLE
 */
export function requestReturn(ctx: ServiceContext, input: RequestReturnInput): Promise<Return> {
  const { id: orderId, accessToken = "", lines, reason, photos } = input;
  return transact(ctx, async (tx) => {
    const { order } = await touchOrder(tx, { id: orderId });
    if (!ownsOrder(tx, order, accessToken)) throw new AppError("NOT_FOUND");
    const now = tx.clock.now();
    const returnId = newId("ret");
    await holdForReturn(tx, orderId, lines);
    await tx.db.insert(returns).values({
      id: returnId,
      orderId,
      status: "requested",
      reason,
      photos,
      createdAt: now,
      updatedAt: now,
    });
    await tx.db
      .insert(returnLines)
      .values(lines.map(({ lineId, quantity }) => ({ returnId, orderLineId: lineId, quantity })));
    await recordEvent(tx.db, {
      orderId,
      type: "return-requested",
      details: { returnId, lines },
      actorId: actorIdOf(tx.actor),
      happenedAt: now,
    });
    return findReturn(tx, returnId);
  });
}
