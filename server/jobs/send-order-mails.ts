import type { z } from "zod";
import { AppError, isRefusal } from "../core/errors.ts";
import type { MailContent } from "../core/ports.ts";
import { linkTo } from "../modules/email/links.ts";
import { orderConfirmation } from "../modules/email/order-confirmation.ts";
import {
  cancellationMail,
  expiryMail,
  lookupMail,
  refundMail,
  shippingMail,
} from "../modules/email/order-notices.ts";
import type { Again } from "../modules/email/see-order.ts";
import { isForgotten } from "../modules/order/forgotten.ts";
import { loadOrder } from "../modules/order/load-order.ts";
import { guestToken, presentOrder } from "../modules/order/present-order.ts";
import type { Order } from "../modules/order/schema.ts";
import type { eventPayloads, Topic } from "../modules/outbox/events.ts";
import type { JobContext } from "./context.ts";

type PayloadOf<Name extends Topic> = z.infer<(typeof eventPayloads)[Name]>;

/**
 * Mails an order's buyer, and a guest the key to see it with; nobody when the account of the buyer is gone. `id` is of
 * the mail, so that one that is sent twice can be told.
 */
async function mailBuyer(
  ctx: JobContext,
  { id, orderId }: { id: string; orderId: string },
  write: (order: Order, again: Again) => MailContent,
): Promise<void> {
  const state = await loadOrder(ctx, orderId);
  if (isForgotten(state.order)) return;
  const accessToken = guestToken(state.order);
  const link = linkTo(ctx.storefrontUrl, "order", { id: orderId, ...(accessToken && { accessToken }) });
  const order = presentOrder(state);
  await ctx.mailer.send({ id, to: order.email, ...write(order, { accessToken, link }) });
}

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

export function sendOrderCanceled(
  ctx: JobContext,
  { orderId, version, lines, reason }: PayloadOf<"order.canceled">,
): Promise<void> {
  const id = `order.canceled.${version}.${orderId}`;
  return mailBuyer(ctx, { id, orderId }, (order, again) => cancellationMail(order, again, { lines, reason }));
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
