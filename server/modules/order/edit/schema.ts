import { z } from "zod";
import { idInput } from "../../../core/contract.ts";
import { maxLines, maxQuantity } from "../../cart/limits.ts";
import { distinct } from "../../catalog/admin/inputs.ts";
import { additionInput } from "../additions/schema.ts";

export const editOrderInput = z
  .object({
    id: idInput,
    version: z.int().describe("The version that was seen: a later one is not written over"),
    set: distinct(
      z.object({ lineId: idInput, quantity: z.int().min(0).max(maxQuantity) }),
      maxLines,
      ({ lineId }) => lineId,
      ["lineId"],
    )
      .default([])
      .describe(
        "How many units of a line there are to be, sent ones included; more are a new line at today's price",
      ),
    add: z.array(additionInput).max(maxLines).default([]),
  })
  .refine(({ set, add }) => set.length + add.length > 0, "Nothing to change")
  .meta({
    id: "EditOrderInput",
    examples: [{ id: "ord_1", version: 1, set: [{ lineId: "oline_1", quantity: 2 }] }],
  });

export type EditOrderInput = z.infer<typeof editOrderInput>;
