import { z } from "zod";
import { paymentMethods, paymentProviders } from "../../../../db/enums.ts";
import { orderInput } from "../schema.ts";

export const retryInput = orderInput
  .extend({
    provider: z.enum(paymentProviders),
    method: z.enum(paymentMethods).optional().describe("Left out, the first that `payment.providers` names"),
  })
  .meta({ id: "RetryPaymentInput", examples: [{ id: "ord_1", accessToken: "…", provider: "stripe" }] });

export const providersOutput = z.array(
  z
    .object({
      provider: z.enum(paymentProviders),
      methods: z.array(z.object({ method: z.enum(paymentMethods), name: z.string() })),
    })
    .meta({ id: "PaymentProvider" }),
);

export type RetryInput = z.infer<typeof retryInput>;
export type PaymentProviderOutput = z.infer<typeof providersOutput>[number];
