import { z } from "zod";
import { idInput } from "../../../core/contract.ts";
import { maxLines } from "../../cart/limits.ts";
import { additionInput } from "../additions/schema.ts";

export const exchangeInput = z
  .object({
    returnId: idInput,
    lines: z.array(additionInput).min(1).max(maxLines),
  })
  .meta({ id: "ExchangeInput" });

export type ExchangeInput = z.infer<typeof exchangeInput>;
