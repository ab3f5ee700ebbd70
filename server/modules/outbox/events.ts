import { z } from "zod";
import { paymentProviders } from "../../../db/enums.ts";

const ofOrder = z.object({ orderId: z.string() });

const units = z.array(z.object({ lineId: z.string(), quantity: z.int() }));

/** The order's version, which no other change of it has. */
const version = z.int();

const ofReturn = z.object({ returnId: z.string() });

const ofPayment = z.object({ paymentId: z.string() });

const ofCustomer = z.object({ customerId: z.string() });

/** What lets somebody into an account, as its owner is told of it. */
export const credentialChanges = [
  "password",
  "second-factor-added",
  "second-factor-removed",
  "api-key-created",
] as const;

/** Why somebody has to look at a payment. */
export const paymentAlerts = [
  "amount_differs",
  "currency_differs",
  "authorization_lapsed",
  "refund_failed",
  "refunded_twice",
  "dispute_opened",
  "dispute_won",
  "dispute_lost",
] as const;
export type PaymentAlert = (typeof paymentAlerts)[number];

/** What the outbox tells, by topic, with what each event says beyond its subject. */
export const eventPayloads = {
  "customer.verification-requested": ofCustomer,
  "customer.registered-again": ofCustomer,
  "customer.password-reset-requested": ofCustomer,
  "customer.identity-linked": z.object({ customerId: z.string(), provider: z.string() }),
  "customer.credentials-changed": ofCustomer.extend({ change: z.enum(credentialChanges) }),
  "staff.invited": z.object({ invitationId: z.string() }),
  "order.placed": ofOrder,
  "order.paid": ofOrder,
  "order.confirmed": ofOrder,
  "order.expired": ofOrder,
  "order.canceled": ofOrder.extend({ version, lines: units, reason: z.string().nullable() }),
  /** Of money that had been on its way: whoever paid has left. */
  "order.payment-failed": ofOrder.extend({ paymentId: z.string() }),
  "order.changed": ofOrder.extend({ version, lines: units, added: units }),
  "order.refunded": ofOrder.extend({ refundId: z.string() }),
  "order.shipped": ofOrder.extend({ fulfillmentId: z.string() }),
  "order.lookup-requested": ofOrder,
  "payment.noticed": z.object({ provider: z.enum(paymentProviders), noticeId: z.string() }),
  /** Goods were sent of an order whose money was authorized. */
  "payment.capture-requested": ofPayment,
  /** Its provider is to be asked for it. */
  "refund.requested": z.object({ refundId: z.string() }),
  "payment.alert": ofOrder.extend({ paymentId: z.string(), alert: z.enum(paymentAlerts) }),
  "return.approved": ofReturn,
  "return.rejected": ofReturn,
  "return.received": ofReturn,
  /** Written by a trigger (migration `stock`), all about one subject: the first tells of those after it too. */
  "stock.low": z.object({ variantId: z.string() }),
} as const;

export type CredentialChange = (typeof credentialChanges)[number];

export type Topic = keyof typeof eventPayloads;

/** An event to come: what happened, and to what. */
export type NewEvent = {
  [Each in Topic]: {
    topic: Each;
    /** The record the event is about; events of one subject are delivered in order. */
    subjectId: string;
    payload: z.infer<(typeof eventPayloads)[Each]>;
    createdAt: Date;
  };
}[Topic];
