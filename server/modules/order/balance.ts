import { sumOf } from "../../core/exact.ts";
import type { PaymentRow } from "../payment/payments.ts";
import type { OrderRow } from "./present-order.ts";

/** What of an attempt says where its money stands. */
export type Paid = Pick<
  PaymentRow,
  "authorizedAmount" | "capturedAmount" | "refundedAmount" | "disputedAmount" | "holdReason"
>;

/** Where an order's money stands, in minor units of its currency. */
export interface Balance {
  /** What is to be paid for what of it stands. */
  due: number;
  captured: number;
  refunded: number;
  /** What is still to come. */
  owed: number;
  /** What came beyond what is due, and is not held back by a bank. */
  overpaid: number;
  /** What of it was promised, and is taken as the goods are sent. */
  authorized: number;
}

/**
 * Nothing is due for what has expired, though money may still come for it. What a person has to look at first does not
 * count. What is disputed is neither owed nor to be given back until that is decided; of what a bank took though it had
 * been given back already, nothing is owed.
 */
export function balanceOf(
  { status, totalAmount, creditedAmount }: Pick<OrderRow, "status" | "totalAmount" | "creditedAmount">,
  payments: readonly Paid[],
): Balance {
  const counted = payments.filter(({ holdReason }) => holdReason === null);
  const due = status === "expired" ? 0 : totalAmount - creditedAmount;
  const captured = sumOf(counted.map(({ capturedAmount }) => capturedAmount));
  const refunded = sumOf(counted.map((each) => Math.min(each.refundedAmount, each.capturedAmount)));
  const disputed = sumOf(counted.map(({ disputedAmount }) => disputedAmount));
  const kept = captured - refunded;
  return {
    due,
    captured,
    refunded,
    owed: Math.max(due - kept, 0),
    overpaid: Math.max(kept - disputed - due, 0),
    authorized: sumOf(counted.map(({ authorizedAmount }) => authorizedAmount)),
  };
}
