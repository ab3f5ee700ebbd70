import { z } from "zod";
import { orderInput } from "../schema.ts";

export const watchOrderInput = orderInput.extend({
  lastEventId: z
    .union([z.int().min(0), z.string().regex(/^\d{1,15}$/, "Expected the id of an event")])
    .optional()
    .describe("The event to go on after; from the order's beginning when left out"),
});

export type WatchOrderInput = z.infer<typeof watchOrderInput>;
