import type { StaffContext } from "../../../core/context.ts";
import { moveFulfillment } from "../move-fulfillment.ts";
import { shipFulfillment } from "../ship-fulfillment.ts";
import { takeBackFulfillment } from "../take-back-fulfillment.ts";
import { changeOrder } from "./change-order.ts";
import type { FulfillmentInput, MarkShippedInput, StaffOrder } from "./schema.ts";

/** Says that a fulfillment is on its way, and has its buyer told. @throws NOT_FOUND, VERSION_CONFLICT, INVALID_TRANSITION */
export function markShipped(
  ctx: StaffContext,
  { fulfillmentId, tracking, ...change }: MarkShippedInput,
): Promise<StaffOrder> {
  return changeOrder(ctx, change, { type: "fulfillment-shipped", details: { fulfillmentId } }, (tx) =>
    shipFulfillment(tx, { id: fulfillmentId, orderId: change.id }, tracking),
  );
}

/** Says that a fulfillment is with its buyer. @throws NOT_FOUND, VERSION_CONFLICT, INVALID_TRANSITION */
export function markDelivered(
  ctx: StaffContext,
  { fulfillmentId, ...change }: FulfillmentInput,
): Promise<StaffOrder> {
  return changeOrder(
    ctx,
    change,
    { type: "fulfillment-delivered", details: { fulfillmentId } },
    async (tx) => {
      const of = { id: fulfillmentId, orderId: change.id };
      await moveFulfillment(tx, of, "delivered", { deliveredAt: tx.clock.now() });
    },
  );
}

/** Takes a fulfillment back that is not on its way yet. @throws NOT_FOUND, VERSION_CONFLICT, INVALID_TRANSITION */
export function cancelFulfillment(
  ctx: StaffContext,
  { fulfillmentId, ...change }: FulfillmentInput,
): Promise<StaffOrder> {
  return changeOrder(ctx, change, { type: "fulfillment-canceled", details: { fulfillmentId } }, (tx, state) =>
    takeBackFulfillment(tx, state, fulfillmentId),
  );
}
