import type { TransactionContext } from "../../core/context.ts";
import { enqueue } from "../outbox/enqueue.ts";
import type { OrderEventDetails } from "./event-schema.ts";
import { type FulfillmentOf, moveFulfillment } from "./move-fulfillment.ts";

/** Says that a fulfillment is on its way, and has its buyer told. @throws NOT_FOUND, INVALID_TRANSITION */
export async function shipFulfillment(
  tx: TransactionContext,
  { id, orderId }: FulfillmentOf,
  tracking: OrderEventDetails["tracking"],
): Promise<void> {
  const now = tx.clock.now();
  const changes = tracking && {
    carrier: tracking.carrier,
    trackingNumber: tracking.number,
    trackingUrl: tracking.url,
  };
  await moveFulfillment(
    tx,
    { id, orderId },
    "shipped",
    { ...changes, shippedAt: now },
    tracking ? { tracking } : {},
  );
  await enqueue(tx.db, {
    topic: "order.shipped",
    subjectId: orderId,
    payload: { orderId, fulfillmentId: id },
    createdAt: now,
  });
}
