import { z } from "zod";
import { idInput } from "../../../core/contract.ts";
import { maxLines, maxQuantity } from "../../cart/limits.ts";

/** A variant of which an order is to have so many units, and no more besides. */
export const additionInput = z.object({
  variantId: idInput,
  quantity: z.int().min(1).max(maxQuantity),
});

export const exchangeInput = z
  .object({
    returnId: idInput,
    lines: z.array(additionInput).min(1).max(maxLines),
  })
  .meta({ id: "ExchangeInput" });

export type ExchangeInput = z.infer<typeof exchangeInput>;
