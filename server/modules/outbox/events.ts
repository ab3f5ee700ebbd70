import { z } from "zod";

const ofCustomer = z.object({ customerId: z.string() });

/** What the outbox tells, by topic, with what each event says beyond its subject. */
export const eventPayloads = {
  "customer.verification-requested": ofCustomer,
  "customer.registered-again": ofCustomer,
  "customer.password-reset-requested": ofCustomer,
  "order.placed": z.object({ orderId: z.string() }),
} as const;

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
