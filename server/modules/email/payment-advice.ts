import { formatMoney } from "../../core/money.ts";
import type { Order, PlacedOrder } from "../order/schema.ts";

/** What its buyer still has to pay for an order, and how; nothing where nothing is, or it is on its way. */
export function paymentAdvice({ number, status, owed, payments, expiresAt }: Order): string {
  const asked = payments.find((payment) => payment.status === "pending");
  if (owed.amount === 0 || !asked) return "";
  const until =
    status === "pending" && expiresAt ? ` We hold it for you until ${formatMoment(expiresAt)}.` : "";
  return `${formatMoney(owed)} is still to be paid.${ways[asked.method](number)}${until}`;
}

const ways: Readonly<Record<PlacedOrder["payment"]["method"], (number: string) => string>> = {
  bank_transfer: (number) => ` Please transfer it, and give ${number} as the reference.`,
  cash_on_delivery: () => " Please have it ready in cash when it is delivered.",
  test_card: () => "",
  embedded_form: () => " You can pay it where you see your order.",
  hosted_page: () => " You can pay it where you see your order.",
  exchange: () => "",
};

/** Such as `2026-03-01 17:30 UTC`. */
export function formatMoment(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
