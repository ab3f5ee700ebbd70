import { staffProcedure } from "../../../trpc/procedures.ts";
import { editOrder } from "../edit/edit-order.ts";
import { editOrderInput } from "../edit/schema.ts";
import { exchangeReturn } from "../exchange/exchange-return.ts";
import { exchangeInput } from "../exchange/schema.ts";
import { orderOutput } from "../schema.ts";
import { approveReturn, rejectReturn } from "./answer-return.ts";
import { closeReturn } from "./close-return.ts";
import { listReturns } from "./list-returns.ts";
import { receiveReturn } from "./receive-return.ts";
import {
  approveReturnInput,
  listReturnsInput,
  receiveReturnInput,
  rejectReturnInput,
  returnIdInput,
  returnOutput,
  returnsOutput,
} from "./schema.ts";

/** What staff do of `admin.orders` once something was sold. */
export const afterSaleProcedures = {
  returns: staffProcedure("orders:read")
    .input(listReturnsInput)
    .output(returnsOutput)
    .meta({ summary: "What buyers want to send back, the newest first", errors: [] })
    .query(({ ctx, input }) => listReturns(ctx, input)),

  approveReturn: staffProcedure("orders:write")
    .input(approveReturnInput)
    .output(returnOutput)
    .meta({
      summary: "Let a buyer send units back, and tell them",
      errors: ["NOT_FOUND", "INVALID_TRANSITION"],
    })
    .mutation(({ ctx, input }) => approveReturn(ctx, input)),

  rejectReturn: staffProcedure("orders:write")
    .input(rejectReturnInput)
    .output(returnOutput)
    .meta({
      summary: "Refuse to take units back, and tell the buyer why",
      errors: ["NOT_FOUND", "INVALID_TRANSITION"],
    })
    .mutation(({ ctx, input }) => rejectReturn(ctx, input)),

  receiveReturn: staffProcedure("orders:refund")
    .input(receiveReturnInput)
    .output(returnOutput)
    .meta({
      summary:
        "Count what came back: sellable units go into stock, and what was paid for it back to the buyer",
      errors: ["NOT_FOUND", "INVALID_TRANSITION", "REFUND_EXCEEDS_CAPTURED"],
    })
    .mutation(({ ctx, input }) => receiveReturn(ctx, input)),

  closeReturn: staffProcedure("orders:write")
    .input(returnIdInput)
    .output(returnOutput)
    .meta({
      summary: "End a received return of which something was not given back",
      errors: ["NOT_FOUND", "INVALID_TRANSITION"],
    })
    .mutation(({ ctx, input }) => closeReturn(ctx, input)),

  exchange: staffProcedure("orders:refund")
    .input(exchangeInput)
    .output(orderOutput)
    .meta({
      summary: "Send a return's buyer something else instead, paid by what came back",
      errors: ["NOT_FOUND", "INVALID_TRANSITION", "VARIANT_UNAVAILABLE", "QUANTITY_LIMIT", "OUT_OF_STOCK"],
    })
    .mutation(({ ctx, input }) => exchangeReturn(ctx, input)),

  edit: staffProcedure("orders:write")
    .input(editOrderInput)
    .output(orderOutput)
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
        "CONFLICT",
      ],
    })
    .mutation(({ ctx, input }) => editOrder(ctx, input)),
};
