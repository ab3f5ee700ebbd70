import { balanceOf } from "./balance.ts";
import type { OrderState } from "./present-order.ts";
import { openUnits } from "./units.ts";

/**
 * What follows from how an order stands, by itself: what is paid is confirmed, what needs no shipping is delivered once
 * it is paid, and what is paid and delivered is completed.
 */
export function nextStep({
  order,
  lines,
  payments,
  fulfillments,
}: OrderState): "confirm" | "deliver" | "complete" | undefined {
  if (balanceOf(order, payments).owed > 0) return undefined;
  if (order.status === "pending") return "confirm";
  if (order.status !== "confirmed") return undefined;
  if (lines.some((line) => !line.requiresShipping && openUnits(line) > 0)) return "deliver";
  const isSent = lines.every((line) => openUnits(line) === 0);
  const isThere = fulfillments.every(({ status }) => status === "delivered" || status === "canceled");
  return isSent && isThere ? "complete" : undefined;
}
