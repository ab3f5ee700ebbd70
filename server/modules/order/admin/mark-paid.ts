import type { StaffContext } from "../../../core/context.ts";
import { receivePayment } from "../receive-payment.ts";
import { changeOrder } from "./change-order.ts";
import type { MarkPaidInput, StaffOrder } from "./schema.ts";

/**
 * Says that the money of an order's latest payment has come.
 * @throws NOT_FOUND, VERSION_CONFLICT, INVALID_TRANSITION for what is paid
 */
export function markPaid(ctx: StaffContext, input: MarkPaidInput): Promise<StaffOrder> {
  return changeOrder(ctx, input, (tx, state) => receivePayment(tx, state, state.payments[0].id));
}
