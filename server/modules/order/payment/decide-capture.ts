import type { CaptureRequest, ProviderPayment } from "../../../core/payment-port.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { balanceOf } from "../balance.ts";
import type { OrderState } from "../present-order.ts";
import { sentShare } from "./sent-share.ts";

/**
 * What to take of money that was authorized: the share of what was sent, all that is owed with the last of it, and all at
 * once with the first where the provider captures but once. The key is of how much is taken when it is done: the same
 * again takes nothing more.
 */
export function decideCapture(
  state: OrderState,
  { id, status, holdReason, currency }: PaymentRow,
  {
    capturable,
    captured,
    capturesInParts,
  }: Pick<ProviderPayment, "capturable" | "captured" | "capturesInParts">,
): CaptureRequest | undefined {
  if (status !== "authorized" || holdReason !== null) return undefined;
  const sent = sentShare(state);
  const { due, owed } = balanceOf(state.order, state.payments);
  const final = sent.isAll || !capturesInParts;
  const wanted = final ? owed : Math.min(sent.amount - (due - owed), owed);
  const amount = Math.min(wanted, capturable);
  if (sent.amount === 0 || amount <= 0) return undefined;
  return { amount, currency, final, key: `${id}-${captured + amount}${final ? "-final" : ""}` };
}
