import type { ServiceContext } from "../../core/context.ts";
import { loadOwnOrder } from "./own-order.ts";
import { presentOrder } from "./present-order.ts";
import type { Order, OrderInput } from "./schema.ts";

/** The order as it stands. @throws NOT_FOUND */
export async function getOrder(ctx: ServiceContext, input: OrderInput): Promise<Order> {
  return presentOrder(await loadOwnOrder(ctx, input));
}
