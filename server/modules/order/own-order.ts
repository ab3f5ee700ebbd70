import { timingSafeEqual } from "node:crypto";
import { type ServiceContext, signedInAs } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { loadOrder } from "./load-order.ts";
import type { OrderRow, OrderState } from "./present-order.ts";
import type { OrderInput } from "./schema.ts";

/**
 * The order, for its customer and for whoever holds its access token.
 * @throws NOT_FOUND, also for a wrong token: it does not say which
 */
export async function loadOwnOrder(
  ctx: ServiceContext,
  { id, accessToken = "" }: OrderInput,
): Promise<OrderState> {
  const state = await loadOrder(ctx, id);
  if (!ownsOrder(ctx, state.order, accessToken)) throw new AppError("NOT_FOUND");
  return state;
}

/** Whether it is the customer's who asks, or the token is its. */
export function ownsOrder(
  { actor }: ServiceContext,
  order: Pick<OrderRow, "customerId" | "accessToken">,
  accessToken: string,
): boolean {
  if (order.customerId !== null && order.customerId === signedInAs(actor)?.customerId) return true;
  return isSame(accessToken, order.accessToken);
}

/** Compares in a time that tells nothing of how much was right. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
