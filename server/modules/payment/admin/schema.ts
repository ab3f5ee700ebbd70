import { z } from "zod";
import {
  disputeStatuses,
  type MoneyMovementKind,
  moneyAccounts,
  moneyPostings,
  paymentProviders,
} from "../../../../db/enums.ts";
import { idInput, moneyOutput } from "../../../core/contract.ts";
import { pageInput } from "../../../core/page.ts";

/** More days than that make a report of their own. */
const maxDays = 366;

const longest = maxDays * 24 * 60 * 60 * 1000;

// Sound: its keys are the kinds, and nothing else.
const kindField = z.enum(Object.keys(moneyPostings) as MoneyMovementKind[]).meta({ id: "MoneyMovementKind" });
const providerField = z.enum(paymentProviders);
const accountField = z.enum(moneyAccounts);
const dayInput = z.iso.date().describe("Of UTC, such as `2026-11-28`");

export const listMoneyMovementsInput = pageInput
  .extend({ orderId: idInput.optional(), paymentId: idInput.optional(), day: dayInput.optional() })
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
  .meta({ id: "MoneyReportInput", examples: [{ from: "2026-01-01", to: "2026-01-31" }] });

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

export type ListMoneyMovementsInput = z.output<typeof listMoneyMovementsInput>;
export type MoneyMovementPage = z.output<typeof moneyMovementsOutput>;
export type MoneyReportInput = z.output<typeof moneyReportInput>;
export type MoneyReport = z.output<typeof moneyReportOutput>;
export type ListDisputesInput = z.output<typeof listDisputesInput>;
export type DisputePage = z.output<typeof disputesOutput>;
