import { z } from "zod";
import {
  disputeStatuses,
  type MoneyMovementKind,
  moneyAccounts,
  moneyPostings,
  paymentProviders,
  payoutEntryKinds,
} from "../../../../db/enums.ts";
import { idInput, moneyOutput } from "../../../core/contract.ts";
import { pageInput } from "../../../core/page.ts";
import { entryMatches } from "./match-entry.ts";

/** More days than that make a report of their own. */
const maxDays = 366;

const longest = maxDays * 24 * 60 * 60 * 1000;

// Sound: its keys are the kinds, and nothing else.
const kindField = z.enum(Object.keys(moneyPostings) as MoneyMovementKind[]);
const providerField = z.enum(paymentProviders);
const accountField = z.enum(moneyAccounts);
const dayInput = z.iso.date().describe("Of UTC, such as `2026-11-28`");

export const listMoneyMovementsInput = pageInput
  .extend({ orderId: idInput.optional(), paymentId: idInput.optional() })
  .meta({ id: "MoneyMovementsInput" })
  .prefault({});

export const moneyMovementOutput = z
  .object({
    id: z.string(),
    orderId: z.string().nullable().describe("Null for payouts, which are of many orders"),
    paymentId: z.string().nullable(),
    provider: providerField.describe("With whom the money is, or was"),
    kind: kindField,
    debit: accountField.describe("Where it went"),
    credit: accountField.describe("Where it came from"),
    amount: moneyOutput,
    sourceId: z
      .string()
      .nullable()
      .describe("The refund, dispute or payout that it is of, or what the provider calls a fee"),
    movedAt: z.date(),
  })
  .meta({ id: "MoneyMovement" });

export const moneyMovementsOutput = z
  .object({ items: z.array(moneyMovementOutput), nextCursor: z.string().nullable() })
  .meta({ id: "MoneyMovementPage" });

export const moneyReportInput = z
  .object({ from: dayInput, to: dayInput.describe("The last day, which is in it") })
  .refine(({ from, to }) => from <= to, { path: ["to"], message: "Expected no day before `from`" })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < longest, {
    path: ["to"],
    message: `Expected at most ${maxDays} days`,
  })
  .meta({ id: "MoneyReportInput" });

const balanceOutput = z
  .object({ account: accountField, opening: moneyOutput, closing: moneyOutput })
  .meta({ id: "MoneyBalance" });

export const moneyReportOutput = z
  .object({
    days: z
      .array(
        z
          .object({
            day: z.string(),
            provider: providerField,
            kind: kindField,
            count: z.int().describe("Of movements"),
            amount: moneyOutput,
          })
          .meta({ id: "MoneyDay" }),
      )
      .describe("What was moved, by day, provider, currency and kind"),
    balances: z
      .array(
        z
          .object({
            provider: providerField,
            currency: z.string(),
            accounts: z.array(balanceOutput).describe("They sum to zero, at the beginning and the end"),
          })
          .meta({ id: "MoneyBalances" }),
      )
      .describe("Where the money was before the first day, and after the last"),
  })
  .meta({ id: "MoneyReport" });

export const listDisputesInput = pageInput
  .extend({ status: z.enum(disputeStatuses).optional() })
  .meta({ id: "DisputesInput" })
  .prefault({});

export const disputeOutput = z
  .object({
    id: z.string(),
    orderId: z.string(),
    paymentId: z.string(),
    reference: z.string().describe("What the provider finds it by"),
    status: z.enum(disputeStatuses),
    amount: moneyOutput.describe(
      "What it holds back, or took; nothing as long as a bank asks questions alone",
    ),
    reason: z.string().describe("In the provider's words"),
    dueBy: z.date().nullable().describe("Until when evidence can be handed in, at the provider"),
    createdAt: z.date(),
  })
  .meta({ id: "Dispute" });

export const disputesOutput = z
  .object({ items: z.array(disputeOutput), nextCursor: z.string().nullable() })
  .meta({ id: "DisputePage" });

export const listPayoutsInput = pageInput.meta({ id: "PayoutsInput" }).prefault({});

export const payoutOutput = z
  .object({
    id: z.string(),
    provider: providerField,
    reference: z.string().describe("What the provider finds it by"),
    amount: moneyOutput.describe("Less than nothing where the provider took it back"),
    arrivesAt: z.date(),
  })
  .meta({ id: "Payout" });

export const payoutsOutput = z
  .object({ items: z.array(payoutOutput), nextCursor: z.string().nullable() })
  .meta({ id: "PayoutPage" });

export const payoutReportInput = pageInput.extend({ id: idInput }).meta({ id: "PayoutReportInput" });

export const payoutReportOutput = payoutOutput
  .extend({
    difference: moneyOutput.describe(
      "The payout less its entries after their fees: nothing, unless some are missing",
    ),
    totals: z.array(
      z
        .object({ kind: z.enum(payoutEntryKinds), count: z.int(), amount: moneyOutput, fee: moneyOutput })
        .meta({ id: "PayoutTotal" }),
    ),
    items: z.array(
      z
        .object({
          id: z.string(),
          kind: z.enum(payoutEntryKinds),
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

export type ListMoneyMovementsInput = z.output<typeof listMoneyMovementsInput>;
export type MoneyMovementPage = z.output<typeof moneyMovementsOutput>;
export type MoneyReportInput = z.output<typeof moneyReportInput>;
export type MoneyReport = z.output<typeof moneyReportOutput>;
export type ListDisputesInput = z.output<typeof listDisputesInput>;
export type DisputePage = z.output<typeof disputesOutput>;
export type ListPayoutsInput = z.output<typeof listPayoutsInput>;
export type PayoutPage = z.output<typeof payoutsOutput>;
export type PayoutReportInput = z.output<typeof payoutReportInput>;
export type PayoutReport = z.output<typeof payoutReportOutput>;
