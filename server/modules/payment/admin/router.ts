import { router } from "../../../trpc/init.ts";
import { staffProcedure } from "../../../trpc/procedures.ts";
import { listDisputes } from "./list-disputes.ts";
import { listMoneyMovements } from "./list-money-movements.ts";
import { listPayouts } from "./list-payouts.ts";
import { listPayoutsInput, payoutReportInput, payoutReportOutput, payoutsOutput } from "./payout-schema.ts";
import { reportMoney } from "./report-money.ts";
import { reportPayout } from "./report-payout.ts";
import {
  disputesOutput,
  listDisputesInput,
  listMoneyMovementsInput,
  moneyMovementsOutput,
  moneyReportInput,
  moneyReportOutput,
} from "./schema.ts";

export const adminPaymentsRouter = router({
  movements: staffProcedure("payments:read")
    .input(listMoneyMovementsInput)
    .output(moneyMovementsOutput)
    .meta({
      summary: "Every movement of money there ever was, the newest first",
      errors: [],
      rest: "GET /admin/money-movements",
    })
    .query(({ ctx, input }) => listMoneyMovements(ctx, input)),

  report: staffProcedure("payments:read")
    .input(moneyReportInput)
    .output(moneyReportOutput)
    .meta({
      summary: "What money was moved on each day, and where it was before and after",
      errors: [],
      rest: "GET /admin/money-report",
    })
    .query(({ ctx, input }) => reportMoney(ctx, input)),

  disputes: staffProcedure("payments:read")
    .input(listDisputesInput)
    .output(disputesOutput)
    .meta({
      summary: "Payments that buyers asked their banks to take back, the newest first",
      errors: [],
      rest: "GET /admin/disputes",
    })
    .query(({ ctx, input }) => listDisputes(ctx, input)),

  payouts: staffProcedure("payments:read")
    .input(listPayoutsInput)
    .output(payoutsOutput)
    .meta({
      summary: "What providers sent to the shop's bank, the newest first",
      errors: [],
      rest: "GET /admin/payouts",
    })
    .query(({ ctx, input }) => listPayouts(ctx, input)),

  payout: staffProcedure("payments:read")
    .input(payoutReportInput)
    .output(payoutReportOutput)
    .meta({
      summary: "What a payout is made of, and how the ledger has each of it",
      errors: ["NOT_FOUND"],
      rest: "GET /admin/payouts/{id}",
    })
    .query(({ ctx, input }) => reportPayout(ctx, input)),
});
