import { asc, eq, sql } from "drizzle-orm";
import type { PayoutEntryKind } from "../../../../db/enums.ts";
import { payoutEntries, payouts } from "../../../../db/schema/index.ts";
import { batch, type Connection } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { sumOf } from "../../../core/exact.ts";
import { idBefore, pageOf } from "../../../core/page.ts";
import { presentPayout } from "./list-payouts.ts";
import { type MatchedEntry, matchEntry } from "./match-entry.ts";
import type { PayoutReport, PayoutReportInput } from "./schema.ts";

interface EntryRow extends MatchedEntry {
  position: number;
  source: string;
  amount: number;
  fee: number;
  orderId: string | null;
}

const isPosition = (id: string) => /^\d{1,15}$/.test(id);

/** What a payout is made of, in sums and one by one, beside what the ledger has of each. @throws NOT_FOUND */
export async function reportPayout(
  ctx: ServiceContext,
  { id, limit, cursor }: PayoutReportInput,
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
  const entries = await readEntries(ctx.db, id, { after, limit: limit + 1 });
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

function presentEntry(entry: EntryRow) {
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

/** The entries with what they are of here: a payment, or a refund or a dispute of one. */
function readEntries(db: Connection, payoutId: string, { after, limit }: { after: number; limit: number }) {
  return db.all<EntryRow & { kind: PayoutEntryKind }>(sql`
    with entries as (
      select e.position, e.kind, e.source, e.amount, e.fee, e.currency,
        case when e.kind in ('refunded', 'refund_failed') then r.id
          when e.kind in ('disputed', 'dispute_won') then d.id end as sourceId,
        case when e.kind = 'captured' then p.id when e.kind in ('refunded', 'refund_failed') then r.payment_id
          when e.kind in ('disputed', 'dispute_won') then d.payment_id end as paymentId
      from payout_entries e join payouts o on o.id = e.payout_id
      left join payments p on p.provider = o.provider and p.reference = e.source
      left join refunds r on r.reference = e.source and r.provider = o.provider
      left join disputes d on d.reference = e.source
      where e.payout_id = ${payoutId} and e.position > ${after}
      order by e.position limit ${limit}
    )
    select e.position, e.kind, e.source, e.amount, e.fee, e.currency, p.order_id as orderId,
      p.currency as movedCurrency,
      (select sum(abs(a.amount)) from payout_entries a where a.source = e.source and a.kind = e.kind) as paid,
      (
        select coalesce(sum(m.amount), 0) from money_movements m
        where m.payment_id = e.paymentId and m.kind = e.kind and (e.sourceId is null or m.source_id = e.sourceId)
      ) as moved
    from entries e left join payments p on p.id = e.paymentId order by e.position`);
}
