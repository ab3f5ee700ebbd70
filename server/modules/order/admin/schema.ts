import { z } from "zod";
import { idInput, moneyInput } from "../../../core/contract.ts";
import { pageInput } from "../../../core/page.ts";
import { amountInput, changeInput } from "../../catalog/admin/inputs.ts";
import { staffEventOutput } from "../event-schema.ts";
import { returnOutput } from "../returns/schema.ts";
import { orderOutput, orderSummaryOutput, reasonInput, statusesOutput } from "../schema.ts";

const customerOutput = z.string().nullable().describe("Null for a guest, and when the account is gone");

const linesInput = z
  .array(z.object({ lineId: idInput, quantity: z.int().min(1).max(1_000_000) }))
  .min(1)
  .max(1_000);

const trackingInput = z
  .object({
    carrier: z.string().trim().min(1).max(100).nullable().default(null),
    number: z.string().trim().min(1).max(100).nullable().default(null),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .nullable()
      .default(null),
  })
  .meta({ id: "TrackingInput" });

export const listOrdersInput = pageInput
  .extend({
    ...statusesOutput.partial().shape,
    q: z.string().trim().min(1).max(254).optional().describe("How the number or the e-mail address begins"),
    customerId: idInput.optional(),
    from: z.date().optional().describe("Placed at this moment or later"),
    to: z.date().optional().describe("Placed before this moment"),
  })
  .meta({ id: "OrdersInput" })
  .prefault({});

export const orderIdInput = z.object({ id: idInput });

export const markPaidInput = changeInput;

export const resolvePaymentInput = changeInput
  .extend({
    paymentId: idInput,
    decision: z
      .enum(["accept", "refund"])
      .describe("Whether its money counts for the order as it came, or goes back"),
    reason: reasonInput.optional().describe("The buyer reads it where it goes back"),
  })
  .meta({ id: "ResolvePaymentInput" });

export const cancelInput = changeInput
  .extend({
    lines: linesInput.optional().describe("All that is not sent when left out"),
    reason: reasonInput.optional().describe("The buyer reads it"),
  })
  .meta({ id: "CancelInput" });

export const refundInput = changeInput
  .extend({
    amount: moneyInput.optional(),
    lines: linesInput.optional().describe("What these units cost, which were sent and stay with the buyer"),
    shippingAmount: amountInput.optional().describe("So much of the shipping; beside units or alone"),
    all: z.literal(true).optional().describe("All that is left to give back"),
    isByHand: z
      .boolean()
      .optional()
      .describe(
        "Whether it goes back past the payment's provider: in cash, or by a transfer of the shop's own",
      ),
    reason: reasonInput.describe("The buyer reads it"),
  })
  .refine(
    ({ amount, lines, shippingAmount, all }) =>
      [amount, lines ?? shippingAmount, all].filter((each) => each !== undefined).length === 1,
    { path: ["amount"], message: "Expected either an amount, or what it is for, or all" },
  )
  .meta({
    id: "RefundInput",
    examples: [{ id: "ord_1", amount: { amount: 500, currency: "EUR" }, reason: "A scratch" }],
  });

export const fulfillInput = changeInput
  .extend({
    lines: linesInput.optional().describe("All that is to be sent and is not yet when left out"),
    locationId: idInput.optional().describe("From there alone; from wherever it is held when left out"),
    tracking: trackingInput.optional(),
  })
  .meta({ id: "FulfillInput" });

export const fulfillmentInput = changeInput
  .extend({ fulfillmentId: idInput })
  .meta({ id: "FulfillmentInput" });

export const markShippedInput = fulfillmentInput
  .extend({ tracking: trackingInput.optional().describe("What it has already stays when left out") })
  .meta({ id: "MarkShippedInput" });

export const addNoteInput = z.object({ id: idInput, note: reasonInput.max(2_000) });

export const staffSummaryOutput = orderSummaryOutput
  .extend({
    email: z.string(),
    customerId: customerOutput,
    market: z.string(),
    expiresAt: z.date().nullable(),
    version: z.int(),
  })
  .meta({ id: "StaffOrderSummary" });

export const staffPageOutput = z
  .object({ items: z.array(staffSummaryOutput), nextCursor: z.string().nullable() })
  .meta({ id: "StaffOrderPage" });

export const staffOrderOutput = orderOutput
  .extend({
    customerId: customerOutput,
    version: z.int().describe("Rises with every change"),
    returns: z.array(returnOutput).describe("The newest hundred, the newest first"),
    timeline: z.array(staffEventOutput).describe("The oldest first"),
  })
  .meta({ id: "StaffOrder" });

export type ListOrdersInput = z.infer<typeof listOrdersInput>;
export type MarkPaidInput = z.infer<typeof markPaidInput>;
export type ResolvePaymentInput = z.infer<typeof resolvePaymentInput>;
export type CancelInput = z.infer<typeof cancelInput>;
export type RefundInput = z.infer<typeof refundInput>;
export type FulfillInput = z.infer<typeof fulfillInput>;
export type FulfillmentInput = z.infer<typeof fulfillmentInput>;
export type MarkShippedInput = z.infer<typeof markShippedInput>;
export type AddNoteInput = z.infer<typeof addNoteInput>;
export type StaffOrderSummary = z.infer<typeof staffSummaryOutput>;
export type StaffOrderPage = z.infer<typeof staffPageOutput>;
export type StaffOrder = z.infer<typeof staffOrderOutput>;
