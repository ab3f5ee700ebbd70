import { router } from "../../trpc/init.ts";
import { cartProcedure, orderProcedure } from "../../trpc/procedures.ts";
import { getOrder } from "./get-order.ts";
import { placeOrder } from "./place-order.ts";
import { cancelReturn } from "./returns/cancel-return.ts";
import { requestReturn } from "./returns/request-return.ts";
import { cancelReturnInput, requestReturnInput, returnOutput } from "./returns/schema.ts";
import { orderInput, orderOutput, placeInput, placeOutput } from "./schema.ts";

export const orderRouter = router({
  place: cartProcedure
    .input(placeInput)
    .output(placeOutput)
    .meta({
      summary: "Turn the cart into an order and hold its stock; asked again, it answers with the same order",
      errors: [
        "NOT_FOUND",
        "CONFLICT",
        "CART_NOT_OPEN",
        "CART_EMPTY",
        "EMAIL_REQUIRED",
        "ADDRESS_REQUIRED",
        "SHIPPING_UNAVAILABLE",
        "VARIANT_UNAVAILABLE",
        "OUT_OF_STOCK",
        "QUANTITY_LIMIT",
        "COUPON_INVALID",
        "PRICE_CHANGED",
        "PAYMENT_UNAVAILABLE",
      ],
      idempotency: "service",
    })
    .mutation(({ ctx, input }) => placeOrder(ctx, input)),

  get: orderProcedure
    .input(orderInput)
    .output(orderOutput)
    .meta({ summary: "An order as it stands", errors: ["NOT_FOUND"] })
    .query(({ ctx, input }) => getOrder(ctx, input)),

  requestReturn: orderProcedure
    .input(requestReturnInput)
    .output(returnOutput)
    .meta({
      summary: "Ask to send units back that were sent",
      errors: ["NOT_FOUND", "UNITS_UNAVAILABLE"],
    })
    .mutation(({ ctx, input }) => requestReturn(ctx, input)),

  cancelReturn: orderProcedure
    .input(cancelReturnInput)
    .output(returnOutput)
    .meta({
      summary: "Keep what was to be sent back after all",
      errors: ["NOT_FOUND", "INVALID_TRANSITION"],
    })
    .mutation(({ ctx, input }) => cancelReturn(ctx, input)),
});
