import { sumOf } from "../../../core/exact.ts";
import { shareOf } from "../../pricing/share-of.ts";
import type { OrderLineRow, OrderState } from "../present-order.ts";
import { shippingDue } from "../shipping-due.ts";

/** What of an order has been sent. */
export interface SentShare {
  /** What its units cost that are on their way or there, with all of the shipping, in minor units. */
  amount: number;
  /** Whether nothing else is to be sent. */
  isAll: boolean;
}

/** What of an order is to be paid by now, where goods are paid for as they are sent. */
export function sentShare({ order, lines, fulfillments }: OrderState): SentShare {
  const sent = new Map<string, number>();
  for (const { status, lines } of fulfillments) {
    if (status !== "shipped" && status !== "delivered") continue;
    for (const { orderLineId, quantity } of lines) {
      sent.set(orderLineId, (sent.get(orderLineId) ?? 0) + quantity);
    }
  }
  if (sent.size === 0) return { amount: 0, isAll: false };
  const unitsOf = ({ id }: OrderLineRow) => sent.get(id) ?? 0;
  return {
    amount: sumOf(lines.map((line) => keptShare(line, unitsOf(line)))) + shippingDue(order, lines),
    isAll: lines.every((line) => unitsOf(line) + line.canceledQuantity === line.quantity),
  };
}

/** Of the units that stay with the buyer: those before are let off, as `creditUnits` counts them. */
function keptShare(
  { totalAmount, quantity, canceledQuantity, returnedQuantity }: OrderLineRow,
  sent: number,
): number {
  const first = canceledQuantity + returnedQuantity;
  return shareOf(totalAmount, { quantity, first, count: sent - returnedQuantity });
}
