import { eq, sql } from "drizzle-orm";
import { orderLines } from "../../../../db/schema/index.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { badRequest } from "../../../core/errors.ts";
import { creditOf, creditOrder } from "../credit-order.ts";
import type { OrderState } from "../present-order.ts";
import { refundOrder } from "../refund-order.ts";
import { sentUnits } from "../sent-units.ts";
import { assertShippingDue } from "../shipping-due.ts";
import { chooseUnits, type LineUnits } from "../units.ts";
import { changeOrder } from "./change-order.ts";
import type { RefundInput, StaffOrder } from "./schema.ts";

/**
 * Gives money back, so much or what shipping and units cost that stay with the buyer, and asks for it no more. Each unit
 * is given back once: one that comes back later brings nothing more.
 * @throws NOT_FOUND, VERSION_CONFLICT, BAD_REQUEST, UNITS_UNAVAILABLE, REFUND_EXCEEDS_CAPTURED
 */
export function giveRefund(ctx: StaffContext, input: RefundInput): Promise<StaffOrder> {
  const { lines, shippingAmount } = input;
  const details = { ...input.amount, lines, shippingAmount };
  return changeOrder(ctx, input, { type: "order-refunded", details }, async (tx, state) => {
    const units = chooseUnits(
      state.lines,
      lines ?? [],
      (line) => sentUnits(line, state.fulfillments) - line.returnedQuantity - line.refundedQuantity,
    );
    const amount = amountOf(state, input, units);
    await refundOrder(tx, state.order, amount, { reason: input.reason });
    await creditOrder(tx, state.order.id, amount);
    await countRefunded(tx, units);
  });
}

/** @throws BAD_REQUEST */
function amountOf(state: OrderState, input: RefundInput, units: readonly LineUnits[]): number {
  const { currency } = state.order;
  if (input.amount) {
    if (input.amount.currency !== currency) throw badRequest("amount.currency", `Expected ${currency}`);
    if (input.amount.amount === 0) throw badRequest("amount.amount", "Expected more than nothing");
    return input.amount.amount;
  }
  const { shippingAmount = 0 } = input;
  assertShippingDue(state, shippingAmount);
  const amount = creditOf(units) + shippingAmount;
  if (amount === 0) throw badRequest(input.lines ? "lines" : "shippingAmount", "Expected more than nothing");
  return amount;
}

async function countRefunded({ db }: TransactionContext, units: readonly LineUnits[]): Promise<void> {
  for (const { line, count } of units) {
    await db
      .update(orderLines)
      .set({ refundedQuantity: sql`${orderLines.refundedQuantity} + ${count}` })
      .where(eq(orderLines.id, line.id));
  }
}
