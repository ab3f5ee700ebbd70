import { z } from "zod";
import { paymentProviders, payoutEntryKinds } from "../../../../db/enums.ts";
import { moneyOutput } from "../../../core/contract.ts";
import { pageInput, pageOfInput } from "../../../core/page.ts";
import { entryMatches } from "./match-entry.ts";

const kindField = z.enum(payoutEntryKinds).meta({ id: "PayoutEntryKind" });

export const listPayoutsInput = pageInput.prefault({});

export const payoutOutput = z
  .object({
    id: z.string(),
    provider: z.enum(paymentProviders),
    reference: z.string().describe("What the provider finds it by"),
    amount: moneyOutput.describe("Less than nothing where the provider took it back"),
    arrivesAt: z.date(),
  })
  .meta({ id: "Payout" });

export const payoutsOutput = z
  .object({ items: z.array(payoutOutput), nextCursor: z.string().nullable() })
  .meta({ id: "PayoutPage" });

export const payoutReportInput = pageOfInput;

export const payoutReportOutput = payoutOutput
  .extend({
    difference: moneyOutput.describe(
      "The payout less its entries after their fees: nothing, unless some are missing",
    ),
    totals: z.array(
      z
        .object({ kind: kindField, count: z.int(), amount: moneyOutput, fee: moneyOutput })
        .meta({ id: "PayoutTotal" }),
    ),
    items: z.array(
      z
        .object({
          id: z.string(),
          kind: kindField,
          source: z.string().describe("What the provider finds the payment, the refund or the dispute by"),
          orderId: z.string().nullable().describe("Null where nothing here is known of it"),
          amount: moneyOutput.describe("Less than nothing for what went out"),
          fee: moneyOutput,
          match: z
            .enum(entryMatches)
            .describe(
              "How the ledger has it: the same; otherwise; in another currency; not at all; or it is of no payment",
            ),
        })
        .meta({ id: "PayoutEntry" }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: "PayoutReport" });

export type ListPayoutsInput = z.output<typeof listPayoutsInput>;
export type PayoutPage = z.output<typeof payoutsOutput>;
export type PayoutReport = z.output<typeof payoutReportOutput>;
