import { and, eq, inArray } from "drizzle-orm";
import type { ParcelStatus } from "../../../db/enums.ts";
import { fulfillments } from "../../../db/schema/index.ts";
import { actorIdOf, type TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { sourcesOf } from "../../core/transitions.ts";
import type { OrderEventDetails } from "./event-schema.ts";
import { recordEvent } from "./events.ts";
import { parcelTransitions } from "./machine.ts";
import { requestCapture } from "./payment/request-capture.ts";
import type { FulfillmentRow } from "./present-order.ts";

type Reached = Exclude<ParcelStatus, "pending">;

/** Where a fulfillment is looked for: another order's is none of its. */
export interface FulfillmentOf {
  id: string;
  orderId: string;
}

/**
 * Moves a fulfillment on to a status, where its present one leads there, and writes that down: the one way to.
 * @throws NOT_FOUND, INVALID_TRANSITION
 */
export async function moveFulfillment(
  tx: TransactionContext,
  { id, orderId }: FulfillmentOf,
  to: Reached,
  changes: Partial<FulfillmentRow> = {},
  details: OrderEventDetails = {},
): Promise<FulfillmentRow> {
  const { db, actor, clock } = tx;
  const now = clock.now();
  const isIt = and(eq(fulfillments.id, id), eq(fulfillments.orderId, orderId));
  const [moved] = await db
    .update(fulfillments)
    .set({ ...changes, status: to, updatedAt: now })
    .where(and(isIt, inArray(fulfillments.status, sourcesOf(parcelTransitions, to))))
    .returning();
  if (!moved) {
    const [fulfillment] = await db.select({ status: fulfillments.status }).from(fulfillments).where(isIt);
    if (!fulfillment) throw new AppError("NOT_FOUND");
    throw new AppError("INVALID_TRANSITION", { from: fulfillment.status, to });
  }
  await recordEvent(db, {
    orderId,
    type: `fulfillment-${to}`,
    details: { fulfillmentId: id, ...details },
    actorId: actorIdOf(actor),
    happenedAt: now,
  });
  if (to !== "canceled") await requestCapture(tx, orderId);
  return moved;
}
