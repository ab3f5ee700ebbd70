import { z } from "zod";
import { eventAudiences } from "../../../db/enums.ts";
import { moneyOutput } from "../../core/contract.ts";

/** Units of an order's line. */
export const lineUnitsOutput = z
  .object({ lineId: z.string(), quantity: z.int() })
  .meta({ id: "OrderLineUnits" });

export const trackingOutput = z
  .object({ carrier: z.string().nullable(), number: z.string().nullable(), url: z.string().nullable() })
  .meta({ id: "Tracking" });

/** What an event says beyond its type: for people and programs to read, without secrets. */
export const orderEventDetails = z
  .object({
    lines: z.array(lineUnitsOutput).describe("The units it is about"),
    amount: moneyOutput,
    reason: z.string().describe("In the words of whoever did it"),
    note: z.string(),
    method: z.string().describe("How it was paid"),
    paymentId: z.string(),
    declineCode: z.string().describe("Why it was declined, in the provider's words"),
    refundId: z.string(),
    failure: z.string().describe("Why a refund failed, in the provider's words"),
    disputeId: z.string(),
    fulfillmentId: z.string(),
    returnId: z.string(),
    added: z.array(lineUnitsOutput).describe("The lines that are new"),
    replacedById: z.string().describe("The order of what its buyer gets instead"),
    tracking: trackingOutput,
  })
  .partial()
  .meta({ id: "OrderEventDetails" });

/** What happened to an order, as its buyer sees it. */
export const orderEventOutput = z
  .object({
    id: z.int().describe("Rises: what happened later has a higher one"),
    type: z.string().describe("Such as `fulfillment-shipped`"),
    details: orderEventDetails,
    happenedAt: z.date(),
  })
  .meta({ id: "OrderEvent" });

export const timelineOutput = z.array(orderEventOutput);

/** The same for staff, who see what is written for them alone. */
export const staffEventOutput = orderEventOutput
  .extend({
    audience: z.enum(eventAudiences),
    actorId: z.string().nullable().describe("Who did it; null for nobody in particular"),
  })
  .meta({ id: "StaffOrderEvent" });

export type OrderEventDetails = z.infer<typeof orderEventDetails>;
export type OrderEvent = z.infer<typeof orderEventOutput>;
export type StaffOrderEvent = z.infer<typeof staffEventOutput>;
