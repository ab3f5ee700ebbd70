import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { orderEvents } from "../../../db/schema/index.ts";
import type { Connection } from "../../../db/transaction.ts";
import type { OrderEventDetails } from "./event-schema.ts";

/** What can happen to an order; `staff` alone sees what is written for them. */
export const orderEventTypes = {
  placed: "customer",
  "payment-processing": "customer",
  "payment-authorized": "customer",
  "payment-failed": "customer",
  "payment-received": "customer",
  "payment-held": "staff",
  confirmed: "customer",
  completed: "customer",
  canceled: "customer",
  expired: "customer",
  "lines-canceled": "customer",
  "lines-changed": "customer",
  "fulfillment-created": "customer",
  "fulfillment-shipped": "customer",
  "fulfillment-delivered": "customer",
  "fulfillment-canceled": "customer",
  "return-requested": "customer",
  "return-approved": "customer",
  "return-rejected": "customer",
  "return-canceled": "customer",
  "return-received": "customer",
  "return-closed": "customer",
  "refund-requested": "staff",
  refunded: "customer",
  "refund-failed": "staff",
  "dispute-opened": "staff",
  "dispute-won": "staff",
  "dispute-lost": "staff",
  replaced: "customer",
  invoiced: "customer",
  note: "staff",
} as const;

export type OrderEventType = keyof typeof orderEventTypes;

export interface NewOrderEvent {
  orderId: string;
  type: OrderEventType;
  details: OrderEventDetails;
  /** Null where nobody in particular did it. */
  actorId: string | null;
  happenedAt: Date;
}

const { placeholder } = sql;

const insertStatement = prepared((db) =>
  db.insert(orderEvents).values({
    orderId: placeholder("orderId"),
    type: placeholder("type"),
    details: placeholder("details"),
    audience: placeholder("audience"),
    actorId: placeholder("actorId"),
    happenedAt: placeholder("happenedAt"),
  }),
);

/** The statement that writes down what happened, to be awaited or batched with what did. */
export function recordEvent(db: Connection, event: NewOrderEvent) {
  return insertStatement(db, { ...event, audience: orderEventTypes[event.type] });
}
