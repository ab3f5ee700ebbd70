import { z } from "zod";
import { getOrderInput } from "../schema.ts";

const plain = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const record = z.record(z.string(), plain);

export const orderEventOutput = z
  .object({
    id: z.string().describe("Rises from each event of an order to the next"),
    type: z.string().describe("`confirmed`, `fulfillment-shipped` …: a newer server may send others"),
    details: z
      .record(z.string(), z.union([plain, z.array(plain), record, z.array(record)]))
      .describe("What the type tells more, such as a tracking number"),
    happenedAt: z.date(),
  })
  .meta({ id: "OrderEvent" });

export const watchOrderInput = getOrderInput.extend({
  lastEventId: z
    .string()
    .regex(/^\d{1,15}$/, "Expected the id of an event")
    .optional()
    .describe("The event to go on after; from the order's beginning when left out"),
});

export type OrderEvent = z.infer<typeof orderEventOutput>;
export type WatchOrderInput = z.infer<typeof watchOrderInput>;
