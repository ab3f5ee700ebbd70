import type { FulfillmentStatus, OrderPaymentStatus } from "../../../db/enums.ts";
import { balanceOf, type Paid } from "./balance.ts";
import type { FulfillmentRow, OrderLineRow, OrderRow } from "./present-order.ts";
import { openUnits } from "./units.ts";

/** Whether nothing more comes of it. */
export function hasEnded({ status }: Pick<OrderRow, "status">): boolean {
  return status === "canceled" || status === "expired";
}

/** Where the money of an order stands that all of its payments are for. */
export function orderPaymentStatus(
  order: Pick<OrderRow, "status" | "totalAmount" | "creditedAmount">,
  payments: readonly Paid[],
): OrderPaymentStatus {
  const { captured, refunded, owed, authorized } = balanceOf(order, payments);
  if (captured === 0 && hasEnded(order)) return "canceled";
  if (owed > 0 && captured > refunded) return "partially_paid";
  if (owed > 0) return authorized < owed ? "pending" : "authorized";
  if (refunded === 0) return "paid";
  return refunded < captured ? "partially_refunded" : "refunded";
}

/** How far the units have come that are not canceled. */
export function fulfillmentStatus(
  order: Pick<OrderRow, "status">,
  lines: readonly Pick<OrderLineRow, "quantity" | "fulfilledQuantity" | "canceledQuantity">[],
  fulfillments: readonly Pick<FulfillmentRow, "status">[],
): FulfillmentStatus {
  if (lines.every(({ fulfilledQuantity }) => fulfilledQuantity === 0)) {
    return hasEnded(order) ? "canceled" : "unfulfilled";
  }
  if (lines.some((line) => openUnits(line) > 0)) return "partially_fulfilled";
  const standing = fulfillments.filter(({ status }) => status !== "canceled");
  if (standing.some(({ status }) => status === "pending")) return "fulfilled";
  return standing.some(({ status }) => status === "shipped") ? "shipped" : "delivered";
}
