import { creditOf } from "./credit-order.ts";
import type { OrderLineRow, OrderRow } from "./present-order.ts";
import { allUnits } from "./units.ts";

/** What of an order's shipping is still due: all that is, but for what its lines account for. */
export function shippingDue(
  { totalAmount, creditedAmount }: Pick<OrderRow, "totalAmount" | "creditedAmount">,
  lines: readonly OrderLineRow[],
): number {
  const ofLines = creditOf(allUnits(lines, unitsDue));
  return Math.max(totalAmount - creditedAmount - ofLines, 0);
}

const unitsDue = ({ quantity, canceledQuantity, returnedQuantity }: OrderLineRow) =>
  quantity - canceledQuantity - returnedQuantity;
