import type { PaymentKind } from "../../../db/enums.ts";

/** What buyers know the ways to pay by, also those that this deployment no longer offers. */
export const methodNames: Readonly<Record<PaymentKind, string>> = {
  cash_on_delivery: "Cash on delivery",
  bank_transfer: "Bank transfer",
  test_card: "Test card",
  embedded_form: "Card or other",
  hosted_page: "Card or other, on the provider's page",
  exchange: "Exchange",
};
