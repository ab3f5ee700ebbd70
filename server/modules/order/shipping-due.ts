import { badRequest } from "../../core/errors.ts";
import { creditOf } from "./credit-order.ts";
import type { OrderLineRow, OrderRow, OrderState } from "./present-order.ts";
import { allUnits, creditedUnits } from "./units.ts";

/** What of an order's shipping is still due: all that is, but for what its lines account for. */
export function shippingDue(
  { totalAmount, creditedAmount }: Pick<OrderRow, "totalAmount" | "creditedAmount">,
  lines: readonly OrderLineRow[],
): number {
  const ofLines = creditOf(allUnits(lines, (line) => line.quantity - creditedUnits(line)));
  return Math.max(totalAmount - creditedAmount - ofLines, 0);
}

/** @throws BAD_REQUEST where more shipping is to be let off than is due */
export function assertShippingDue(
  { order, lines }: Pick<OrderState, "order" | "lines">,
  amount: number,
): void {
  const due = shippingDue(order, lines);
  if (amount > due) throw badRequest("shippingAmount", `${due} of the shipping is still due`);
}
