import { timingSafeEqual } from "node:crypto";
import { type ServiceContext, signedInAs } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { loadOrder } from "./load-order.ts";
import { type OrderRow, presentOrder } from "./present-order.ts";
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

function mayRead({ actor }: ServiceContext, order: OrderRow, accessToken: string): boolean {
  if (order.customerId !== null && order.customerId === signedInAs(actor)?.customerId) return true;
  return isSame(accessToken, order.accessToken);
}

/** Compares in a time that tells nothing of how much was right. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
