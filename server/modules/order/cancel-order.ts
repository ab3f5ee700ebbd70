import { transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { advanceOrder } from "./advance-order.ts";
import { cancelLines } from "./cancel-lines.ts";
import { loadOrder } from "./load-order.ts";
import { ownsOrder } from "./own-order.ts";
import { presentOrder } from "./present-order.ts";
import type { CancelOrderInput, Order } from "./schema.ts";
import { fulfillmentStatus } from "./status.ts";
import { touchOrder } from "./touch-order.ts";
import { allUnits } from "./units.ts";

/** Has its buyer cancel a whole order, while nothing of it is on its way. @throws NOT_FOUND, INVALID_TRANSITION */
export function cancelOrder(
  ctx: ServiceContext,
  { id, accessToken = "", reason }: CancelOrderInput,
): Promise<Order> {
  return transact(ctx, async (tx) => {
    const state = await touchOrder(tx, { id });
    const { order, lines, fulfillments } = state;
    if (!ownsOrder(tx, order, accessToken)) throw new AppError("NOT_FOUND");
    if (lines.some(({ fulfilledQuantity }) => fulfilledQuantity > 0)) {
      throw new AppError("INVALID_TRANSITION", {
        from: fulfillmentStatus(order, lines, fulfillments),
        to: "canceled",
      });
    }
    await cancelLines(tx, state, allUnits(lines), reason ?? null);
    await advanceOrder(tx, id);
    return presentOrder(await loadOrder(tx, id));
  });
}
