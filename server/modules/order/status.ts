import type { fulfillmentStatuses, orderPaymentStatuses } from "./schema.ts";

type OrderPaymentStatus = (typeof orderPaymentStatuses)[number];
type FulfillmentStatus = (typeof fulfillmentStatuses)[number];

/** Paid once what was captured covers the total. */
export function orderPaymentStatus(
  totalAmount: number,
  payments: readonly { capturedAmount: number }[],
): OrderPaymentStatus {
  const captured = payments.reduce((sum, payment) => sum + payment.capturedAmount, 0);
  return captured >= totalAmount ? "paid" : "pending";
}

/** How far the order's units have been sent. */
export function fulfillmentStatus(
  lines: readonly { quantity: number; fulfilledQuantity: number }[],
): FulfillmentStatus {
  if (lines.every((line) => line.fulfilledQuantity === line.quantity)) return "fulfilled";
  if (lines.every((line) => line.fulfilledQuantity === 0)) return "unfulfilled";
  return "partially_fulfilled";
}
