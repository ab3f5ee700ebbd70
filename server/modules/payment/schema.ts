import { z } from "zod";
import { paymentKinds, paymentMethods, paymentProviders, paymentStatuses } from "../../../db/enums.ts";
import { moneyOutput } from "../../core/contract.ts";

export const paymentOutput = z
  .object({
    id: z.string(),
    provider: z.enum(paymentProviders),
    method: z.enum(paymentKinds),
    status: z.enum(paymentStatuses),
    amount: moneyOutput,
    declineCode: z.string().nullable().describe("Why it was declined last, in the provider's words"),
  })
  .meta({ id: "Payment" });

export const providersOutput = z.array(
  z
    .object({
      provider: z.enum(paymentProviders),
      methods: z.array(z.object({ method: z.enum(paymentMethods), name: z.string() })),
    })
    .meta({ id: "PaymentProvider" }),
);

export type Payment = z.infer<typeof paymentOutput>;
export type PaymentProviderOutput = z.infer<typeof providersOutput>[number];
