import type { HoldReason, PaymentStatus } from "../../../../db/enums.ts";
import type { Money } from "../../../core/money.ts";
import type { ProviderPayment } from "../../../core/payment-port.ts";
import { paymentTransitions } from "../../payment/machine.ts";
import type { PaymentRow } from "../../payment/payments.ts";

type Known = Pick<
  PaymentRow,
  "status" | "amount" | "currency" | "capturedAmount" | "reference" | "declineCode" | "holdReason"
>;

/** What an attempt becomes by what its provider says. */
export interface Sync {
  row: Pick<PaymentRow, "status" | "amount" | "currency" | "reference" | "declineCode" | "holdReason">;
  /** What of its money is new, in minor units of the currency of `row`. */
  received: number;
  /** Whether its provider still lets it be paid though nobody waits for it any more. */
  isLeftOver: boolean;
}

/**
 * What becomes of an attempt by the word of its provider, in whatever order its words come and however often: money only
 * ever grows, and what has ended does not begin anew. `isWanted` tells whether its order may still be paid by it.
 */
export function decideSync(payment: Known, state: ProviderPayment, isWanted: boolean): Sync {
  const status = statusAfter(payment.status, state.status, isWanted);
  const received = Math.max(state.captured - payment.capturedAmount, 0);
  const hasMoney = payment.capturedAmount + received > 0 || status === "authorized";
  // Once the row says what came instead of what was asked for, nothing else tells that they differ: it stays held.
  const held = payment.holdReason ?? (hasMoney ? differenceOf(payment, state.asked) : null);
  // Money that is not what was asked for is written down as it came, and does not count until a person says so.
  const { amount, currency } = held === null ? payment : state.asked;
  return {
    row: {
      status,
      amount,
      currency,
      reference: referenceAfter(payment, state),
      declineCode: status === "failed" ? state.declineCode : payment.declineCode,
      holdReason: held,
    },
    received,
    isLeftOver: status === "canceled" && state.status !== "canceled" && state.status !== "captured",
  };
}

function statusAfter(from: PaymentStatus, to: PaymentStatus, isWanted: boolean): PaymentStatus {
  const reached = isWanted || to === "captured" ? to : "canceled";
  const leadsTo: readonly PaymentStatus[] = paymentTransitions[from];
  return leadsTo.includes(reached) ? reached : from;
}

/** A provider may find it by something else once it is being paid; of before that only an older word speaks. */
function referenceAfter({ reference, status }: Known, state: ProviderPayment): string {
  const isOlder = status !== "pending" && state.status === "pending";
  return (isOlder ? reference : null) ?? state.reference;
}

function differenceOf({ amount, currency }: Money, asked: Money): HoldReason | null {
  if (currency !== asked.currency) return "currency_differs";
  return amount === asked.amount ? null : "amount_differs";
}
