import type { OrderLineRow, OrderState } from "../present-order.ts";
import { sentUnits } from "../sent-units.ts";

/** How many units of a line can be asked to be taken back: those on their way or there that are not, and were not. */
export function returnableUnits(line: OrderLineRow, fulfillments: OrderState["fulfillments"]): number {
  return sentUnits(line, fulfillments) - line.returningQuantity - line.returnedQuantity;
}
