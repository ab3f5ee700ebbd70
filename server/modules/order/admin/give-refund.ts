import type { StaffContext } from "../../../core/context.ts";
import { badRequest } from "../../../core/errors.ts";
import { creditOf, creditOrder } from "../credit-order.ts";
import type { OrderState } from "../present-order.ts";
import { refundOrder } from "../refund-order.ts";
import { chooseUnits } from "../units.ts";
import { changeOrder } from "./change-order.ts";
import type { RefundInput, StaffOrder } from "./schema.ts";

/**
 * Gives money back, so much or what units cost that stay with the buyer, and asks for it no more.
 * @throws NOT_FOUND, VERSION_CONFLICT, BAD_REQUEST, UNITS_UNAVAILABLE, REFUND_EXCEEDS_CAPTURED
 */
export function giveRefund(ctx: StaffContext, input: RefundInput): Promise<StaffOrder> {
  return changeOrder(ctx, input, async (tx, state) => {
    const amount = amountOf(state, input);
    await refundOrder(tx, state.order, amount, { reason: input.reason });
    await creditOrder(tx, state.order.id, amount);
  });
}

function amountOf({ order, lines }: OrderState, input: RefundInput): number {
  const units = chooseUnits(
    lines,
    input.lines ?? [],
    ({ fulfilledQuantity, returnedQuantity }) => fulfilledQuantity - returnedQuantity,
  );
  const { amount, currency } = input.amount ?? { amount: creditOf(units), currency: order.currency };
  if (currency !== order.currency) throw badRequest("amount.currency", `Expected ${order.currency}`);
  if (amount === 0) throw badRequest(input.lines ? "lines" : "amount.amount", "Expected more than nothing");
  return amount;
}
