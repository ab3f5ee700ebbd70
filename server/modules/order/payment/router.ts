import { router } from "../../../trpc/init.ts";
import { orderProcedure, publicQuery } from "../../../trpc/procedures.ts";
import { orderInput, payablePaymentOutput } from "../schema.ts";
import { getPayment } from "./get-payment.ts";
import { listProviders } from "./list-providers.ts";
import { retryPayment } from "./retry-payment.ts";
import { providersOutput, retryInput } from "./schema.ts";

export const paymentRouter = router({
  providers: publicQuery
    .output(providersOutput)
    .meta({ summary: "The ways to pay on offer", errors: [], rest: "GET /payment-providers" })
    .query(({ ctx }) => listProviders(ctx)),

  get: orderProcedure
    .input(orderInput)
    .output(payablePaymentOutput)
    .meta({
      summary: "How the latest attempt to pay an order stands, and what the shopper goes on with",
      errors: ["NOT_FOUND", "PAYMENT_UNAVAILABLE"],
      rest: "GET /orders/{id}/payment",
    })
    .query(({ ctx, input }) => getPayment(ctx, input)),

  retry: orderProcedure
    .input(retryInput)
    .output(payablePaymentOutput)
    .meta({
      summary: "Try again to pay an order, in the same way or another; its units stay held",
      errors: ["NOT_FOUND", "PAYMENT_UNAVAILABLE", "INVALID_TRANSITION"],
      idempotency: "none",
      rest: "POST /orders/{id}/payment/retry",
    })
    .mutation(({ ctx, input }) => retryPayment(ctx, input)),
});
