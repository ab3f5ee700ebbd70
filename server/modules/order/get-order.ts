import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { loadOrder } from "./load-order.ts";
import { mayRead } from "./may-read.ts";
import { presentOrder } from "./present-order.ts";
import type { GetOrderInput, Order } from "./schema.ts";

/**
 * The order, for its customer, and for whoever holds its access token.
 * @throws NOT_FOUND, also for a wrong token: it does not say which
 */
export async function getOrder(ctx: ServiceContext, { id, accessToken = "" }: GetOrderInput): Promise<Order> {
  const state = await loadOrder(ctx, id);
  if (!mayRead(ctx, state.order, accessToken)) throw new AppError("NOT_FOUND");
  return presentOrder(state);
}
