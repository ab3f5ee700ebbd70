import { formatMoney } from "../../core/money.ts";
import type { Order, PlacedOrder } from "../order/schema.ts";
import { isLive } from "../payment/machine.ts";

/** What is still to be paid for an order, and how; nothing where nothing is. */
export function paymentAdvice({ number, status, owed, payments, expiresAt }: Order): string {
  if (owed.amount === 0 || status === "expired") return "";
  const method = payments.find(isLive)?.method;
  const until =
    status === "pending" && expiresAt ? ` We hold it for you until ${formatMoment(expiresAt)}.` : "";
  return `${formatMoney(owed)} is still to be paid.${method ? ways[method](number) : ""}${until}`;
}

const ways: Readonly<Record<PlacedOrder["payment"]["method"], (number: string) => string>> = {
  bank_transfer: (number) => ` Please transfer it, and give ${number} as the reference.`,
  cash_on_delivery: () => " Please have it ready in cash when it is delivered.",
  test_card: () => "",
  exchange: () => "",
};

/** Such as `2026-03-01 17:30 UTC`. */
export function formatMoment(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
