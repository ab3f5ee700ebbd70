import { eq, sql } from "drizzle-orm";
import { orderLines } from "../../../../db/schema/index.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { badRequest } from "../../../core/errors.ts";
import { sumOf } from "../../../core/exact.ts";
import { balanceOf } from "../balance.ts";
import { costOf } from "../cost-of.ts";
import { creditOrder } from "../credit-order.ts";
import type { OrderState } from "../present-order.ts";
import { refundableOf, refundOrder } from "../refund-order.ts";
import type { Cost } from "../refund-taxes.ts";
import { sentUnits } from "../sent-units.ts";
import { assertShippingDue } from "../shipping-due.ts";
import { chooseUnits, type LineUnits } from "../units.ts";
import { changeOrder } from "./change-order.ts";
import type { RefundInput, StaffOrder } from "./schema.ts";

/**
 * Gives money back, so much, or what shipping and units cost that stay with the buyer, or all that there is, and asks for
 * it no more. Of a mere amount, what is overpaid already goes first, such as what could not be given back before. Each
 * unit is given back once: one that comes back later brings nothing more.
 * @throws NOT_FOUND, VERSION_CONFLICT, BAD_REQUEST, UNITS_UNAVAILABLE, REFUND_EXCEEDS_CAPTURED
 */
export function giveRefund(ctx: StaffContext, input: RefundInput): Promise<StaffOrder> {
  const { amount, lines, shippingAmount, all, isByHand, reason } = input;
  const details = { ...amount, lines, shippingAmount, all, isByHand };
  return changeOrder(ctx, input, { type: "order-refunded", details }, async (tx, state) => {
    const units = chooseUnits(
      state.lines,
      lines ?? [],
      (line) => sentUnits(line, state.fulfillments) - line.returnedQuantity - line.refundedQuantity,
    );
    const cost = costOfAll(state, input, units);
    const wanted = cost?.amount ?? amountOf(state, input);
    const overpaid = cost ? 0 : balanceOf(state.order, state.payments).overpaid;
    await refundOrder(tx, state.order, wanted, { reason, isByHand, cost });
    await creditOrder(tx, state.order.id, Math.max(wanted - overpaid, 0));
    await countRefunded(tx, units);
  });
}

/** Of the units and the shipping that it is for; undefined where it is for neither. @throws BAD_REQUEST */
function costOfAll(
  state: OrderState,
  { lines, shippingAmount }: RefundInput,
  units: readonly LineUnits[],
): Cost | undefined {
  if (lines === undefined && shippingAmount === undefined) return undefined;
  assertShippingDue(state, shippingAmount ?? 0);
  const cost = costOf(state.order, units, shippingAmount ?? 0);
  if (cost.amount === 0) throw badRequest(lines ? "lines" : "shippingAmount", "Expected more than nothing");
  return cost;
}

/** What is asked for, or all that is left. @throws BAD_REQUEST */
function amountOf({ order, payments }: OrderState, { amount }: RefundInput): number {
  if (amount && amount.currency !== order.currency) {
    throw badRequest("amount.currency", `Expected ${order.currency}`);
  }
  const wanted = amount?.amount ?? sumOf(payments.map(refundableOf));
  if (wanted === 0) throw badRequest(amount ? "amount.amount" : "all", "Expected more than nothing");
  return wanted;
}

async function countRefunded({ db }: TransactionContext, units: readonly LineUnits[]): Promise<void> {
  for (const { line, count } of units) {
    await db
      .update(orderLines)
      .set({ refundedQuantity: sql`${orderLines.refundedQuantity} + ${count}` })
      .where(eq(orderLines.id, line.id));
  }
}
