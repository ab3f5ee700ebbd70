import type { ServiceContext } from "../../../core/context.ts";
import type { PaymentAction } from "../../../core/payment-port.ts";
import { isUnpaid } from "../../payment/machine.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { loadOrder } from "../load-order.ts";
import type { OrderState } from "../present-order.ts";
import { askProvider, throughProvider } from "./ask-provider.ts";
import { syncPayment } from "./sync-payment.ts";

/** An order as it stands, and what its shopper goes on with to pay it. */
export interface Opened {
  state: OrderState;
  action: PaymentAction;
}

/**
 * Opens the latest attempt at its provider, or finds it there, and takes in how it stands. Where people move the money, or
 * there is nothing left to pay, there is nothing to go on with. @throws ProviderUnavailable, ProviderRefused
 */
export async function openAtProvider(ctx: ServiceContext, state: OrderState): Promise<Opened> {
  const [latest] = state.payments;
  const attempt = isUnpaid(latest) ? throughProvider(ctx, latest) : undefined;
  if (!attempt) return { state, action: {} };
  const told = await askProvider(ctx, state, attempt);
  await syncPayment(ctx, latest.id, told);
  const now = await loadOrder(ctx, state.order.id);
  return { state: now, action: canBePaid(now, latest) ? told.action : {} };
}

/** Whether it is still the one by which its order is paid: that may have ended while its provider was asked. */
function canBePaid({ payments: [latest] }: OrderState, { id }: PaymentRow): boolean {
  return latest.id === id && isUnpaid(latest);
}
