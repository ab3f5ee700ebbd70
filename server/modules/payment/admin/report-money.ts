import { asc, between, lt, sql } from "drizzle-orm";
import { moneyDays } from "../../../../db/schema/index.ts";
import { batch } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { accountBalances } from "./account-balances.ts";
import type { MoneyReport, MoneyReportInput } from "./schema.ts";

const { day, provider, currency, kind, amount } = moneyDays;

/** What money was moved on each day, and where it was before and after. */
export async function reportMoney(ctx: ServiceContext, { from, to }: MoneyReportInput): Promise<MoneyReport> {
  const [before, days] = await batch(ctx, (db) => [
    db
      .select({ provider, currency, kind, amount: sql<number>`sum(${amount})` })
      .from(moneyDays)
      .where(lt(day, from))
      .groupBy(provider, currency, kind),
    db
      .select()
      .from(moneyDays)
      .where(between(day, from, to))
      .orderBy(asc(day), asc(provider), asc(currency), asc(kind)),
  ]);
  return {
    days: days.map(({ currency, amount, ...row }) => ({ ...row, amount: { amount, currency } })),
    balances: accountBalances(before, days).map(({ provider, currency, accounts }) => ({
      provider,
      currency,
      accounts: accounts.map(({ account, opening, closing }) => ({
        account,
        opening: { amount: opening, currency },
        closing: { amount: closing, currency },
      })),
    })),
  };
}
