import type { PaymentMethod, PaymentStatus } from "../../../db/enums.ts";

/**
 * The manual provider: ways to pay that no other company takes part in. What a payment is when its order is placed:
 * cash is still to be paid to whoever delivers; the test card always succeeds, at once, and moves no money.
 */
export const manualMethods = {
  cash_on_delivery: { name: "Cash on delivery", statusAtPlacing: "pending" },
  bank_transfer: { name: "Bank transfer", statusAtPlacing: "pending" },
  test_card: { name: "Test card", statusAtPlacing: "captured" },
} as const satisfies Record<PaymentMethod, { name: string; statusAtPlacing: PaymentStatus }>;
