import type { OrderLineRow, OrderState } from "./present-order.ts";

/** How many units of a line are on their way or there; it never falls. */
export function sentUnits(
  { id }: Pick<OrderLineRow, "id">,
  fulfillments: OrderState["fulfillments"],
): number {
  return fulfillments
    .filter(({ status }) => status === "shipped" || status === "delivered")
    .flatMap(({ lines }) => lines)
    .reduce((sum, { orderLineId, quantity }) => (orderLineId === id ? sum + quantity : sum), 0);
}
