import { balanceOf } from "../balance.ts";
import type { OrderState } from "../present-order.ts";

/** Whether an order may be invoiced: it stands, and is paid or on its way. */
export function mayInvoice({ order, payments, fulfillments }: OrderState): boolean {
  if (order.status !== "confirmed" && order.status !== "completed") return false;
  const isOnItsWay = fulfillments.some(({ status }) => status === "shipped" || status === "delivered");
  return isOnItsWay || balanceOf(order, payments).owed === 0;
}
