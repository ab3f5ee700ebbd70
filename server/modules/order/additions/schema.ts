import { z } from "zod";
import { idInput } from "../../../core/contract.ts";
import { maxQuantity } from "../../cart/limits.ts";

/** A variant of which an order is to have so many units, or so many more. */
export const additionInput = z.object({
  variantId: idInput,
  quantity: z.int().min(1).max(maxQuantity),
});
