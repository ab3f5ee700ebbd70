import type { PaymentAction } from "../../core/payment-port.ts";
import { type PaymentRow, presentPayment } from "../payment/payments.ts";
import type { RefundRow } from "../payment/write-refund.ts";
import type { Presenter } from "../pricing/present-price.ts";
import type { OrderEventDetails } from "./event-schema.ts";
import type { FulfillmentRow, OrderState } from "./present-order.ts";
import type { Fulfillment, PayablePayment, Refund } from "./schema.ts";

/** A payment for whoever pays it. */
export function presentPayable(
  payment: PaymentRow,
  { clientSecret, redirectUrl }: PaymentAction = {},
): PayablePayment {
  return {
    ...presentPayment(payment),
    clientSecret: clientSecret ?? null,
    redirectUrl: redirectUrl ?? null,
  };
}

export function presentRefund(
  { id, paymentId, paidOrderId, provider, status, amount, taxes, reason, createdAt }: RefundRow,
  present: Presenter,
): Refund {
  return {
    id,
    paymentId,
    paidOrderId,
    provider,
    status,
    amount: present.money(amount),
    taxes: present.taxes(taxes),
    reason,
    createdAt,
  };
}

export function presentFulfillment(fulfillment: OrderState["fulfillments"][number]): Fulfillment {
  const { id, status, lines, shippedAt, deliveredAt, createdAt } = fulfillment;
  return {
    id,
    status,
    lines: lines.map(({ orderLineId: lineId, quantity }) => ({ lineId, quantity })),
    tracking: trackingOf(fulfillment) ?? null,
    shippedAt,
    deliveredAt,
    createdAt,
  };
}

/** How its way can be followed; undefined where nobody said. */
export function trackingOf(fulfillment: FulfillmentRow): OrderEventDetails["tracking"] {
  const { carrier, trackingNumber: number, trackingUrl: url } = fulfillment;
  return (carrier ?? number ?? url) ? { carrier, number, url } : undefined;
}
