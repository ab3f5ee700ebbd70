import type { z } from "zod";
import { AppError, isRefusal } from "../core/errors.ts";
import { orderConfirmation } from "../modules/email/order-confirmation.ts";
import {
  cancellationMail,
  changeMail,
  expiryMail,
  lookupMail,
  paymentFailedMail,
  refundMail,
  shippingMail,
} from "../modules/email/order-notices.ts";
import type { eventPayloads, Topic } from "../modules/outbox/events.ts";
import type { JobContext } from "./context.ts";
import { mailBuyer } from "./mail-buyer.ts";

type PayloadOf<Name extends Topic> = z.infer<(typeof eventPayloads)[Name]>;

/** What was ordered, and how it is to be paid where that is waited for. */
export function sendOrderPlaced(ctx: JobContext, { orderId }: PayloadOf<"order.placed">): Promise<void> {
  return mailBuyer(ctx, { id: `order.placed.${orderId}`, orderId }, orderConfirmation);
}

/** That the payment came which the order waited for. */
export function sendOrderConfirmed(
  ctx: JobContext,
  { orderId }: PayloadOf<"order.confirmed">,
): Promise<void> {
  return mailBuyer(ctx, { id: `order.confirmed.${orderId}`, orderId }, (order, again) =>
    orderConfirmation(order, again, "confirmed"),
  );
}

export function sendOrderExpired(ctx: JobContext, { orderId }: PayloadOf<"order.expired">): Promise<void> {
  return mailBuyer(ctx, { id: `order.expired.${orderId}`, orderId }, expiryMail);
}

export function sendPaymentFailed(
  ctx: JobContext,
  { orderId, paymentId }: PayloadOf<"order.payment-failed">,
): Promise<void> {
  return mailBuyer(ctx, { id: `order.payment-failed.${paymentId}`, orderId }, paymentFailedMail);
}

export function sendOrderCanceled(
  ctx: JobContext,
  { orderId, version, lines, reason }: PayloadOf<"order.canceled">,
): Promise<void> {
  const id = `order.canceled.${version}.${orderId}`;
  return mailBuyer(ctx, { id, orderId }, (order, again) => cancellationMail(order, again, { lines, reason }));
}

/** What of it is gone and what is new, and how what is missing now is to be paid. */
export function sendOrderChanged(
  ctx: JobContext,
  { orderId, version, lines, added }: PayloadOf<"order.changed">,
): Promise<void> {
  const id = `order.changed.${version}.${orderId}`;
  return mailBuyer(ctx, { id, orderId }, (order, again) => changeMail(order, again, { lines, added }));
}

export function sendOrderRefunded(
  ctx: JobContext,
  { orderId, refundId }: PayloadOf<"order.refunded">,
): Promise<void> {
  return mailBuyer(ctx, { id: `order.refunded.${refundId}`, orderId }, (order, again) =>
    refundMail(order, again, partOf(order.refunds, refundId)),
  );
}

export function sendOrderShipped(
  ctx: JobContext,
  { orderId, fulfillmentId }: PayloadOf<"order.shipped">,
): Promise<void> {
  return mailBuyer(ctx, { id: `order.shipped.${fulfillmentId}`, orderId }, (order, again) =>
    shippingMail(order, again, partOf(order.fulfillments, fulfillmentId)),
  );
}

/** The way to an order that somebody looked for, if it is there. Each attempt is a mail of its own. */
export async function sendOrderLookup(
  ctx: JobContext,
  { orderId }: PayloadOf<"order.lookup-requested">,
): Promise<void> {
  try {
    await mailBuyer(ctx, { id: `order.lookup.${crypto.randomUUID()}`, orderId }, lookupMail);
  } catch (error) {
    if (!isRefusal(error, "NOT_FOUND")) throw error;
  }
}

function partOf<Part extends { id: string }>(parts: readonly Part[], id: string): Part {
  const part = parts.find((each) => each.id === id);
  if (!part) throw new AppError("NOT_FOUND"); // never: it was written with its event
  return part;
}
