import type { StaffContext } from "../../../core/context.ts";
import { isLive } from "../../payment/machine.ts";
import { receivePayment } from "../receive-payment.ts";
import { changeOrder } from "./change-order.ts";
import type { MarkPaidInput, StaffOrder } from "./schema.ts";

/**
 * Says that the money has come that an order is waiting for, or else that of its latest payment.
 * @throws NOT_FOUND, VERSION_CONFLICT, INVALID_TRANSITION for what is paid
 */
export function markPaid(ctx: StaffContext, input: MarkPaidInput): Promise<StaffOrder> {
  return changeOrder(ctx, input, { type: "order-paid" }, (tx, state) => {
    const { id } = state.payments.find(isLive) ?? state.payments[0];
    return receivePayment(tx, state, id);
  });
}
