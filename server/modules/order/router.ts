import { eventsOf } from "../../trpc/events.ts";
import { router } from "../../trpc/init.ts";
import { cartProcedure, customerProcedure, orderProcedure, publicProcedure } from "../../trpc/procedures.ts";
import { cancelOrder } from "./cancel-order.ts";
import { orderEventOutput, timelineOutput } from "./event-schema.ts";
import { getOrder } from "./get-order.ts";
import { getOwnInvoice } from "./invoice/get-invoice.ts";
import { invoiceOutput } from "./invoice/schema.ts";
import { listOwnOrders } from "./list-own-orders.ts";
import { lookUpOrder } from "./look-up-order.ts";
import { checkOut } from "./payment/check-out.ts";
import { cancelReturn } from "./returns/cancel-return.ts";
import { listOwnReturns } from "./returns/list-returns.ts";
import { requestReturn } from "./returns/request-return.ts";
import {
  cancelReturnInput,
  listOwnReturnsInput,
  requestReturnInput,
  returnOutput,
  returnsOutput,
} from "./returns/schema.ts";
import {
  cancelOrderInput,
  listOwnOrdersInput,
  lookUpInput,
  lookUpOutput,
  orderInput,
  orderOutput,
  orderPageOutput,
  placeInput,
  placeOutput,
} from "./schema.ts";
import { orderTimeline } from "./timeline.ts";
import { watchOrderInput } from "./watch/schema.ts";
import { watchOrder } from "./watch/watch-order.ts";

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
      rest: "POST /orders",
    })
    .mutation(({ ctx, input }) => checkOut(ctx, input)),

  list: customerProcedure
    .input(listOwnOrdersInput)
    .output(orderPageOutput)
    .meta({ summary: "The customer's own orders, the newest first", errors: [], rest: "GET /orders" })
    .query(({ ctx, input }) => listOwnOrders(ctx, input)),

  lookup: publicProcedure
    .input(lookUpInput)
    .output(lookUpOutput)
    .meta({
      summary: "Mail the way to an order to whoever placed it; the answer never tells whether there is one",
      errors: ["RATE_LIMITED"],
      rest: "POST /orders/lookup",
    })
    .mutation(({ ctx, input }) => lookUpOrder(ctx, input)),

  cancel: orderProcedure
    .input(cancelOrderInput)
    .output(orderOutput)
    .meta({
      summary: "Cancel a whole order, while nothing of it is on its way; what was paid goes back",
      errors: ["NOT_FOUND", "INVALID_TRANSITION"],
      rest: "POST /orders/{id}/cancel",
    })
    .mutation(({ ctx, input }) => cancelOrder(ctx, input)),

  timeline: orderProcedure
    .input(orderInput)
    .output(timelineOutput)
    .meta({
      summary: "What happened to an order, the oldest first",
      errors: ["NOT_FOUND"],
      rest: "GET /orders/{id}/timeline",
    })
    .query(({ ctx, input }) => orderTimeline(ctx, input)),

  get: orderProcedure
    .input(orderInput)
    .output(orderOutput)
    .meta({ summary: "An order as it stands", errors: ["NOT_FOUND"], rest: "GET /orders/{id}" })
    .query(({ ctx, input }) => getOrder(ctx, input)),

  returns: orderProcedure
    .input(listOwnReturnsInput)
    .output(returnsOutput)
    .meta({
      summary: "What the buyer of an order wants to send back, the newest first",
      errors: ["NOT_FOUND"],
      rest: "GET /orders/{id}/returns",
    })
    .query(({ ctx, input }) => listOwnReturns(ctx, input)),

  requestReturn: orderProcedure
    .input(requestReturnInput)
    .output(returnOutput)
    .meta({
      summary: "Ask to send units back that were sent",
      errors: ["NOT_FOUND", "UNITS_UNAVAILABLE"],
      rest: "POST /orders/{id}/returns",
    })
    .mutation(({ ctx, input }) => requestReturn(ctx, input)),

  cancelReturn: orderProcedure
    .input(cancelReturnInput)
    .output(returnOutput)
    .meta({
      summary: "Keep what was to be sent back after all",
      errors: ["NOT_FOUND", "INVALID_TRANSITION"],
      rest: "POST /orders/{id}/returns/{returnId}/cancel",
    })
    .mutation(({ ctx, input }) => cancelReturn(ctx, input)),

  watch: orderProcedure
    .input(watchOrderInput)
    .output(eventsOf(orderEventOutput))
    .meta({
      summary: "What has happened to an order, then whatever happens to it, as it happens",
      errors: ["NOT_FOUND", "RATE_LIMITED"],
    })
    .subscription(({ ctx, input }) => watchOrder(ctx, input)),

  invoice: orderProcedure
    .input(orderInput)
    .output(invoiceOutput)
    .meta({
      summary: "The invoice of an order that is paid or on its way, issued when it is asked for first",
      errors: ["NOT_FOUND", "INVOICE_UNAVAILABLE", "CONFLICT"],
      idempotency: "none",
      rest: "POST /orders/{id}/invoice",
    })
    .mutation(({ ctx, input }) => getOwnInvoice(ctx, input)),
});
