import { router } from "../../../trpc/init.ts";
import { staffProcedure } from "../../../trpc/procedures.ts";
import { editOrder } from "../edit/edit-order.ts";
import { editOrderInput } from "../edit/schema.ts";
import { exchangeReturn } from "../exchange/exchange-return.ts";
import { exchangeInput } from "../exchange/schema.ts";
import { getInvoice } from "../invoice/get-invoice.ts";
import { invoiceOutput } from "../invoice/schema.ts";
import { approveReturn, rejectReturn } from "../returns/answer-return.ts";
import { closeReturn } from "../returns/close-return.ts";
import { listReturns } from "../returns/list-returns.ts";
import { receiveReturn } from "../returns/receive-return.ts";
import {
  approveReturnInput,
  listReturnsInput,
  receiveReturnInput,
  rejectReturnInput,
  returnIdInput,
  returnOutput,
  returnsOutput,
} from "../returns/schema.ts";
import { addNote } from "./add-note.ts";
import { cancelByStaff } from "./cancel.ts";
import { fulfill } from "./fulfill.ts";
import { getStaffOrder } from "./get-order.ts";
import { giveRefund } from "./give-refund.ts";
import { listOrders } from "./list-orders.ts";
import { cancelFulfillment, markDelivered, markShipped } from "./mark-fulfillment.ts";
import { markPaid } from "./mark-paid.ts";
import { resolvePayment } from "./resolve-payment.ts";
import {
  addNoteInput,
  cancelInput,
  fulfillInput,
  fulfillmentInput,
  listOrdersInput,
  markPaidInput,
  markShippedInput,
  orderIdInput,
  refundInput,
  resolvePaymentInput,
  staffOrderOutput,
  staffPageOutput,
} from "./schema.ts";

export const adminOrdersRouter = router({
  list: staffProcedure("orders:read")
    .input(listOrdersInput)
    .output(staffPageOutput)
    .meta({
      summary: "All orders, or those that the filters leave, the newest first",
      errors: [],
      rest: "GET /admin/orders",
    })
    .query(({ ctx, input }) => listOrders(ctx, input)),

  get: staffProcedure("orders:read")
    .input(orderIdInput)
    .output(staffOrderOutput)
    .meta({
      summary: "An order with everything that happened to it",
      errors: ["NOT_FOUND"],
      rest: "GET /admin/orders/{id}",
    })
    .query(({ ctx, input }) => getStaffOrder(ctx, input)),

  markPaid: staffProcedure("orders:write")
    .input(markPaidInput)
    .output(staffOrderOutput)
    .meta({
      summary: "Say that an order's money has come; what comes for one that has ended goes back at once",
      errors: ["NOT_FOUND", "VERSION_CONFLICT", "INVALID_TRANSITION"],
      rest: "POST /admin/orders/{id}/mark-paid",
    })
    .mutation(({ ctx, input }) => markPaid(ctx, input)),

  resolvePayment: staffProcedure("orders:refund")
    .input(resolvePaymentInput)
    .output(staffOrderOutput)
    .meta({
      summary:
        "Decide on a payment whose money is not what the order asked for: take it as it came, or give it back",
      errors: ["NOT_FOUND", "VERSION_CONFLICT", "INVALID_TRANSITION"],
      rest: "POST /admin/orders/{id}/payments/{paymentId}/resolve",
    })
    .mutation(({ ctx, input }) => resolvePayment(ctx, input)),

  cancel: staffProcedure("orders:write")
    .input(cancelInput)
    .output(staffOrderOutput)
    .meta({
      summary: "Cancel what is not sent, or some of it; what was paid for it goes back",
      errors: ["NOT_FOUND", "VERSION_CONFLICT", "UNITS_UNAVAILABLE", "INVALID_TRANSITION"],
      rest: "POST /admin/orders/{id}/cancel",
    })
    .mutation(({ ctx, input }) => cancelByStaff(ctx, input)),

  refund: staffProcedure("orders:refund")
    .input(refundInput)
    .output(staffOrderOutput)
    .meta({
      summary:
        "Give money back: so much, what shipping and units cost that stay with the buyer, or all that is left",
      errors: ["NOT_FOUND", "VERSION_CONFLICT", "UNITS_UNAVAILABLE", "REFUND_EXCEEDS_CAPTURED"],
      rest: "POST /admin/orders/{id}/refunds",
    })
    .mutation(({ ctx, input }) => giveRefund(ctx, input)),

  fulfill: staffProcedure("orders:write")
    .input(fulfillInput)
    .output(staffOrderOutput)
    .meta({
      summary: "Take units out of the stock to send them: a fulfillment for each location they are held at",
      errors: ["NOT_FOUND", "VERSION_CONFLICT", "UNITS_UNAVAILABLE", "OUT_OF_STOCK", "INVALID_TRANSITION"],
      rest: "POST /admin/orders/{id}/fulfillments",
    })
    .mutation(({ ctx, input }) => fulfill(ctx, input)),

  markShipped: staffProcedure("orders:write")
    .input(markShippedInput)
    .output(staffOrderOutput)
    .meta({
      summary: "Say that a fulfillment is on its way; its buyer is mailed how to follow it",
      errors: ["NOT_FOUND", "VERSION_CONFLICT", "INVALID_TRANSITION"],
      rest: "POST /admin/orders/{id}/fulfillments/{fulfillmentId}/ship",
    })
    .mutation(({ ctx, input }) => markShipped(ctx, input)),

  markDelivered: staffProcedure("orders:write")
    .input(fulfillmentInput)
    .output(staffOrderOutput)
    .meta({
      summary: "Say that a fulfillment is with its buyer",
      errors: ["NOT_FOUND", "VERSION_CONFLICT", "INVALID_TRANSITION"],
      rest: "POST /admin/orders/{id}/fulfillments/{fulfillmentId}/deliver",
    })
    .mutation(({ ctx, input }) => markDelivered(ctx, input)),

  cancelFulfillment: staffProcedure("orders:write")
    .input(fulfillmentInput)
    .output(staffOrderOutput)
    .meta({
      summary: "Take back a fulfillment that is not on its way yet: its units are held for the order again",
      errors: ["NOT_FOUND", "VERSION_CONFLICT", "INVALID_TRANSITION"],
      rest: "POST /admin/orders/{id}/fulfillments/{fulfillmentId}/cancel",
    })
    .mutation(({ ctx, input }) => cancelFulfillment(ctx, input)),

  addNote: staffProcedure("orders:write")
    .input(addNoteInput)
    .output(staffOrderOutput)
    .meta({
      summary: "Write a note into an order's timeline that staff alone see",
      errors: ["NOT_FOUND"],
      rest: "POST /admin/orders/{id}/notes",
    })
    .mutation(({ ctx, input }) => addNote(ctx, input)),

  returns: staffProcedure("orders:read")
    .input(listReturnsInput)
    .output(returnsOutput)
    .meta({
      summary: "What buyers want to send back, the newest first",
      errors: [],
      rest: "GET /admin/returns",
    })
    .query(({ ctx, input }) => listReturns(ctx, input)),

  approveReturn: staffProcedure("orders:write")
    .input(approveReturnInput)
    .output(returnOutput)
    .meta({
      summary: "Let a buyer send units back, and tell them",
      errors: ["NOT_FOUND", "INVALID_TRANSITION"],
      rest: "POST /admin/returns/{id}/approve",
    })
    .mutation(({ ctx, input }) => approveReturn(ctx, input)),

  rejectReturn: staffProcedure("orders:write")
    .input(rejectReturnInput)
    .output(returnOutput)
    .meta({
      summary: "Refuse to take units back, and tell the buyer why",
      errors: ["NOT_FOUND", "INVALID_TRANSITION"],
      rest: "POST /admin/returns/{id}/reject",
    })
    .mutation(({ ctx, input }) => rejectReturn(ctx, input)),

  receiveReturn: staffProcedure("orders:refund")
    .input(receiveReturnInput)
    .output(returnOutput)
    .meta({
      summary:
        "Count what came back: sellable units go into stock, and what was paid for it back to the buyer",
      errors: ["NOT_FOUND", "INVALID_TRANSITION", "REFUND_EXCEEDS_CAPTURED"],
      rest: "POST /admin/returns/{id}/receive",
    })
    .mutation(({ ctx, input }) => receiveReturn(ctx, input)),

  closeReturn: staffProcedure("orders:write")
    .input(returnIdInput)
    .output(returnOutput)
    .meta({
      summary: "End a received return of which something was not given back",
      errors: ["NOT_FOUND", "INVALID_TRANSITION"],
      rest: "POST /admin/returns/{id}/close",
    })
    .mutation(({ ctx, input }) => closeReturn(ctx, input)),

  exchange: staffProcedure("orders:refund")
    .input(exchangeInput)
    .output(staffOrderOutput)
    .meta({
      summary: "Send a return's buyer something else instead, paid by what came back",
      errors: [
        "NOT_FOUND",
        "ADDRESS_REQUIRED",
        "INVALID_TRANSITION",
        "VARIANT_UNAVAILABLE",
        "QUANTITY_LIMIT",
        "OUT_OF_STOCK",
      ],
      idempotency: "service",
      rest: "POST /admin/returns/{returnId}/exchange",
    })
    .mutation(({ ctx, input }) => exchangeReturn(ctx, input)),

  edit: staffProcedure("orders:write")
    .input(editOrderInput)
    .output(staffOrderOutput)
    .meta({
      summary: "Change what of an order was not sent yet, and have the difference paid or given back",
      errors: [
        "NOT_FOUND",
        "VERSION_CONFLICT",
        "INVALID_TRANSITION",
        "UNITS_UNAVAILABLE",
        "VARIANT_UNAVAILABLE",
        "QUANTITY_LIMIT",
        "OUT_OF_STOCK",
      ],
      idempotency: "service",
      rest: "PATCH /admin/orders/{id}",
    })
    .mutation(({ ctx, input }) => editOrder(ctx, input)),

  issueInvoice: staffProcedure("orders:write")
    .input(orderIdInput)
    .output(invoiceOutput)
    .meta({
      summary: "Issue the invoice of an order that is paid or on its way, or tell of the one that it has",
      errors: ["NOT_FOUND", "INVOICE_UNAVAILABLE", "CONFLICT"],
      idempotency: "none",
      rest: "POST /admin/orders/{id}/invoice",
    })
    .mutation(({ ctx, input }) => getInvoice(ctx, input)),
});
