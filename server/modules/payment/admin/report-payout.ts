import { asc, eq, sql } from "drizzle-orm";
import { payoutEntries, payouts } from "../../../../db/schema/index.ts";
import { batch } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { sumOf } from "../../../core/exact.ts";
import { idBefore, type PageOfInput, pageOf } from "../../../core/page.ts";
import { findEntries } from "./find-entries.ts";
import { presentPayout } from "./list-payouts.ts";
import { matchEntry } from "./match-entry.ts";
import type { PayoutReport } from "./payout-schema.ts";

const isPosition = (id: string) => /^\d{1,15}$/.test(id);

/** What a payout is made of, in sums and one by one, beside what the ledger has of each. @throws NOT_FOUND */
export async function reportPayout(
  ctx: ServiceContext,
  { id, limit, cursor }: PageOfInput,
): Promise<PayoutReport> {
  const after = Number(idBefore("payout-entries", cursor, isPosition) ?? -1);
  const [[payout], totals] = await batch(ctx, (db) => [
    db.select().from(payouts).where(eq(payouts.id, id)),
    db
      .select({
        kind: payoutEntries.kind,
        count: sql<number>`count(*)`,
        amount: sql<number>`sum(${payoutEntries.amount})`,
        fee: sql<number>`sum(${payoutEntries.fee})`,
      })
      .from(payoutEntries)
      .where(eq(payoutEntries.payoutId, id))
      .groupBy(payoutEntries.kind)
      .orderBy(asc(payoutEntries.kind)),
  ]);
  if (!payout) throw new AppError("NOT_FOUND");
  const { currency } = payout;
  const entries = await findEntries(ctx.db, id, { after, limit: limit + 1 });
  const explained = sumOf(totals.map(({ amount, fee }) => amount - fee));
  return {
    ...presentPayout(payout),
    difference: { amount: payout.amount - explained, currency },
    totals: totals.map(({ kind, count, amount, fee }) => ({
      kind,
      count,
      amount: { amount, currency },
      fee: { amount: fee, currency },
    })),
    ...pageOf("payout-entries", entries.map(presentEntry), limit),
  };
}

function presentEntry(entry: Awaited<ReturnType<typeof findEntries>>[number]) {
  const { position, kind, source, orderId, amount, fee, currency } = entry;
  return {
    id: String(position),
    kind,
    source,
    orderId,
    amount: { amount, currency },
    fee: { amount: fee, currency },
    match: matchEntry(entry),
  };
}
