import { z } from "zod";
import { returnStatuses } from "../../../../db/enums.ts";
import { idInput, moneyOutput } from "../../../core/contract.ts";
import { pageInput } from "../../../core/page.ts";
import { maxLines, maxQuantity } from "../../cart/limits.ts";
import { addressInput, amountInput, distinct, wordInput } from "../../catalog/admin/inputs.ts";
import { orderInput } from "../schema.ts";

const words = wordInput(1_000);

const returnStatus = z.enum(returnStatuses).meta({ id: "ReturnStatus" });

const unitsInput = z.int().min(1).max(maxQuantity);

export const requestReturnInput = orderInput
  .extend({
    lines: distinct(z.object({ lineId: idInput, quantity: unitsInput }), maxLines, ({ lineId }) => lineId, [
      "lineId",
    ]).min(1),
    reason: words,
    photos: z.array(addressInput).max(5).default([]).describe("Addresses of pictures"),
  })
  .meta({ id: "RequestReturnInput" });

export const cancelReturnInput = orderInput.extend({ returnId: idInput });

export const listReturnsInput = pageInput.extend({
  status: returnStatus.optional(),
  orderId: idInput.optional(),
});

export const listOwnReturnsInput = pageInput.extend(orderInput.shape);

export const returnIdInput = z.object({ id: idInput });

export const approveReturnInput = returnIdInput.extend({
  answer: words.optional().describe("For the buyer, such as where to send it"),
});

export const rejectReturnInput = returnIdInput.extend({ answer: words.describe("For the buyer: why") });

const countInput = z.int().min(0).max(maxQuantity).default(0);

export const receiveReturnInput = returnIdInput
  .extend({
    lines: distinct(
      z.object({
        lineId: idInput,
        sellable: countInput.describe("How many go into stock again"),
        damaged: countInput,
        missing: countInput.describe("How many were not there: they are not credited"),
      }),
      maxLines,
      ({ lineId }) => lineId,
      ["lineId"],
    )
      .min(1)
      .describe("All lines of the return, with all of their units"),
    locationId: idInput.optional().describe("Where they are now; the default location when left out"),
    shippingAmount: amountInput
      .default(0)
      .describe("What of the order's shipping is credited as well, in minor units"),
    refundAmount: amountInput
      .optional()
      .describe(
        "What is given back now, in minor units; all that it brought and that was paid when left out",
      ),
  })
  .meta({ id: "ReceiveReturnInput" });

const returnLineOutput = z
  .object({
    lineId: z.string().describe("Of the order"),
    variantId: z.string(),
    title: z.string(),
    variantTitle: z.string(),
    sku: z.string().nullable(),
    quantity: z.int(),
    sellable: z.int().describe("How many came back as they were sent"),
    damaged: z.int(),
    missing: z.int(),
  })
  .meta({ id: "ReturnLine" });

export const returnOutput = z
  .object({
    id: z.string(),
    orderId: z.string(),
    orderNumber: z.string(),
    status: returnStatus,
    reason: z.string().describe("In the buyer's words"),
    photos: z.array(z.string()),
    answer: z.string().nullable().describe("In the shop's words"),
    lines: z.array(returnLineOutput),
    credited: moneyOutput.describe("What is no longer due for what came back"),
    refunded: moneyOutput.describe("What of it was given back, or paid what came instead"),
    replacedById: z.string().nullable().describe("The order of what the buyer gets instead"),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "Return" });

export const returnsOutput = z
  .object({ items: z.array(returnOutput), nextCursor: z.string().nullable() })
  .meta({ id: "ReturnPage" });

export type RequestReturnInput = z.infer<typeof requestReturnInput>;
export type CancelReturnInput = z.infer<typeof cancelReturnInput>;
export type ListReturnsInput = z.infer<typeof listReturnsInput>;
export type ListOwnReturnsInput = z.infer<typeof listOwnReturnsInput>;
export type ReturnIdInput = z.infer<typeof returnIdInput>;
export type AnswerReturnInput = z.infer<typeof approveReturnInput>;
export type ReceiveReturnInput = z.infer<typeof receiveReturnInput>;
export type Return = z.infer<typeof returnOutput>;
export type ReturnPage = z.infer<typeof returnsOutput>;
