import type { PaymentKind } from "../../../db/enums.ts";

export interface MethodTerms {
  name: string;
  /** When the money comes: with the order, before anything is sent, or whenever it does. */
  paid: "at_once" | "first" | "later";
  /** In seconds, how long an order waits for money that comes first; left out, as long as the shop says. */
  deadline?: number;
}

/**
 * The manual provider: ways to pay that no other company takes part in. Cash is paid to whoever delivers; a bank takes
 * its days; the test card always succeeds and moves no money.
 */
export const manualMethods: Readonly<Record<PaymentKind, MethodTerms>> = {
  cash_on_delivery: { name: "Cash on delivery", paid: "later" },
  bank_transfer: { name: "Bank transfer", paid: "first", deadline: 7 * 24 * 60 * 60 },
  test_card: { name: "Test card", paid: "at_once" },
  exchange: { name: "Exchange", paid: "at_once" },
};
