import type { OrderLineRow, OrderState } from "../present-order.ts";

/** How many units of a line can be asked to be taken back: those on their way or there that are not, and were not. */
export function returnableUnits(
  { id, returningQuantity, returnedQuantity }: OrderLineRow,
  fulfillments: OrderState["fulfillments"],
): number {
  const sent = fulfillments
    .filter(({ status }) => status === "shipped" || status === "delivered")
    .flatMap(({ lines }) => lines)
    .reduce((sum, { orderLineId, quantity }) => (orderLineId === id ? sum + quantity : sum), 0);
  return sent - returningQuantity - returnedQuantity;
}
