import type { z } from "zod";
import { transact } from "../../db/transaction.ts";
import { advanceOrder } from "../modules/order/advance-order.ts";
import { captureSent } from "../modules/order/payment/capture-sent.ts";
import { sendRefund } from "../modules/order/payment/send-refund.ts";
import { eventPayloads, type Topic } from "../modules/outbox/events.ts";
import type { JobContext } from "./context.ts";
import { followNotice } from "./follow-notice.ts";
import type { OutboxEvent } from "./leases.ts";
import { reportLowStock } from "./report-low-stock.ts";
import { reportPayment } from "./report-payment.ts";
import {
  sendAlreadyRegistered,
  sendCredentialsChanged,
  sendIdentityLinked,
  sendPasswordReset,
  sendVerification,
} from "./send-account-mails.ts";
import {
  sendOrderCanceled,
  sendOrderChanged,
  sendOrderConfirmed,
  sendOrderExpired,
  sendOrderLookup,
  sendOrderPlaced,
  sendOrderRefunded,
  sendOrderShipped,
  sendPaymentFailed,
} from "./send-order-mails.ts";
import { sendReturnAnswer, sendReturnReceived } from "./send-return-mails.ts";
import { sendStaffInvitation } from "./send-staff-invitation.ts";

/** Does what an event asks for. It may be asked again for the same one, also after it did it. */
export type Handler = (ctx: JobContext, event: Pick<OutboxEvent, "id" | "payload">) => Promise<void>;

/** Who delivers what, by topic; the compiler knows when a topic has nobody. */
export const handlers: Readonly<Record<Topic, Handler>> = {
  "customer.verification-requested": reading(
    eventPayloads["customer.verification-requested"],
    sendVerification,
  ),
  "customer.registered-again": reading(eventPayloads["customer.registered-again"], sendAlreadyRegistered),
  "customer.password-reset-requested": reading(
    eventPayloads["customer.password-reset-requested"],
    sendPasswordReset,
  ),
  "customer.identity-linked": reading(eventPayloads["customer.identity-linked"], sendIdentityLinked),
  "staff.invited": reading(eventPayloads["staff.invited"], sendStaffInvitation),
  "customer.credentials-changed": reading(
    eventPayloads["customer.credentials-changed"],
    sendCredentialsChanged,
  ),
  "order.placed": reading(eventPayloads["order.placed"], sendOrderPlaced),
  "order.paid": reading(eventPayloads["order.paid"], (ctx, { orderId }) =>
    transact(ctx, (tx) => advanceOrder(tx, orderId)),
  ),
  "order.confirmed": reading(eventPayloads["order.confirmed"], sendOrderConfirmed),
  "order.expired": reading(eventPayloads["order.expired"], sendOrderExpired),
  "order.canceled": reading(eventPayloads["order.canceled"], sendOrderCanceled),
  "order.payment-failed": reading(eventPayloads["order.payment-failed"], sendPaymentFailed),
  "order.changed": reading(eventPayloads["order.changed"], sendOrderChanged),
  "order.refunded": reading(eventPayloads["order.refunded"], sendOrderRefunded),
  "order.shipped": reading(eventPayloads["order.shipped"], sendOrderShipped),
  "order.lookup-requested": reading(eventPayloads["order.lookup-requested"], sendOrderLookup),
  "payment.noticed": reading(eventPayloads["payment.noticed"], followNotice),
  "payment.capture-requested": reading(eventPayloads["payment.capture-requested"], captureSent),
  "refund.requested": reading(eventPayloads["refund.requested"], sendRefund),
  "payment.alert": reading(eventPayloads["payment.alert"], reportPayment),
  "return.approved": reading(eventPayloads["return.approved"], (ctx, payload) =>
    sendReturnAnswer(ctx, payload, "approved"),
  ),
  "return.rejected": reading(eventPayloads["return.rejected"], (ctx, payload) =>
    sendReturnAnswer(ctx, payload, "rejected"),
  ),
  "return.received": reading(eventPayloads["return.received"], sendReturnReceived),
  "stock.low": reportLowStock,
};

/** Checks what was stored first: an older version may have written it. */
function reading<Payload>(
  schema: z.ZodType<Payload>,
  handle: (ctx: JobContext, payload: Payload) => Promise<void>,
): Handler {
  return (ctx, { payload }) => handle(ctx, schema.parse(payload));
}
