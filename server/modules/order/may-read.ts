import { timingSafeEqual } from "node:crypto";
import { type ServiceContext, signedInAs } from "../../core/context.ts";
import type { OrderRow } from "./present-order.ts";

/** Whether an order is to be shown: to its customer, and to whoever holds its access token. */
export function mayRead(
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
