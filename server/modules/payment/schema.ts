import { z } from "zod";
import { holdReasons, paymentKinds, paymentProviders, paymentStatuses } from "../../../db/enums.ts";
import { moneyOutput } from "../../core/contract.ts";

export const paymentOutput = z
  .object({
    id: z.string(),
    provider: z.enum(paymentProviders),
    method: z.enum(paymentKinds),
    status: z.enum(paymentStatuses),
    amount: moneyOutput,
    holdReason: z
      .enum(holdReasons)
      .nullable()
      .describe("Why its money does not count: it is not what was asked for, and a person decides"),
    declineCode: z.string().nullable().describe("Why it was declined last, in the provider's words"),
  })
  .meta({ id: "Payment" });

export type Payment = z.infer<typeof paymentOutput>;
