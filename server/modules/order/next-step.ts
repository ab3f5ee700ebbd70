import { balanceOf } from "./balance.ts";
import type { OrderState } from "./present-order.ts";
import { openUnits } from "./units.ts";

/**
 * What follows from how an order stands, by itself: what is paid, or will be as it is sent, is confirmed, what needs no
 * shipping is then delivered, and what is paid and delivered is completed.
 */
export function nextStep({
  order,
  lines,
  payments,
  fulfillments,
}: OrderState): "confirm" | "deliver" | "complete" | undefined {
  const { owed, authorized } = balanceOf(order, payments);
  if (owed > authorized) return undefined;
  if (order.status === "pending") return "confirm";
  if (order.status !== "confirmed") return undefined;
  if (lines.some((line) => !line.requiresShipping && openUnits(line) > 0)) return "deliver";
  const isSent = lines.every((line) => openUnits(line) === 0);
  const isThere = fulfillments.every(({ status }) => status === "delivered" || status === "canceled");
  return isSent && isThere && owed === 0 ? "complete" : undefined;
}
