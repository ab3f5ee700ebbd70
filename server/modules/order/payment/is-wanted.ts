import { isLive } from "../../payment/machine.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { balanceOf } from "../balance.ts";
import type { OrderState } from "../present-order.ts";
import { hasEnded } from "../status.ts";

/** Whether an order may still be paid by that attempt: it is waited for, or might be, as nothing else is. */
export function isWanted({ order, payments }: OrderState, payment: PaymentRow): boolean {
  if (hasEnded(order)) return false;
  if (isLive(payment)) return true;
  return balanceOf(order, payments).owed > 0 && !payments.some(isLive);
}
