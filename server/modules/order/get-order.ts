import { timingSafeEqual } from "node:crypto";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { loadOrder } from "./load-order.ts";
import { presentOrder } from "./present-order.ts";
import type { GetOrderInput, Order } from "./schema.ts";

/** The order, for whoever holds its access token. @throws NOT_FOUND, also for a wrong token: it does not say which */
export async function getOrder(ctx: ServiceContext, { id, accessToken = "" }: GetOrderInput): Promise<Order> {
  const state = await loadOrder(ctx, id);
  if (!isSame(accessToken, state.order.accessToken)) throw new AppError("NOT_FOUND");
  return presentOrder(state);
}

/** Compares in a time that tells nothing of how much was right. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
