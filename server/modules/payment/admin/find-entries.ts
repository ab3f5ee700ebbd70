import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import {
  disputes,
  moneyMovements,
  payments,
  payoutEntries,
  payouts,
  refunds,
} from "../../../../db/schema/index.ts";
import type { Connection } from "../../../../db/transaction.ts";

const { kind, source } = payoutEntries;

/** The payment that an entry is of, whichever way it is known here. */
const paymentId = sql<string>`coalesce(${refunds.paymentId}, ${disputes.paymentId}, (
  select p.id from ${payments} p where ${kind} = 'captured' and p.provider = ${payouts.provider} and p.reference = ${source}
))`;

const others = sql.raw("payout_entries a");

/** The entries of a payout from beyond a position on, each with its payment and with what the ledger has of the same. */
export function findEntries(
  db: Connection,
  payoutId: string,
  { after, limit }: { after: number; limit: number },
) {
  return db
    .select({
      position: payoutEntries.position,
      kind,
      source,
      amount: payoutEntries.amount,
      fee: payoutEntries.fee,
      currency: payoutEntries.currency,
      orderId: payments.orderId,
      movedCurrency: payments.currency,
      paid: sql<number>`(select sum(abs(a.amount)) from ${others} where a.source = ${source} and a.kind = ${kind})`,
      moved: sql<number>`(
        select coalesce(sum(m.amount), 0) from ${moneyMovements} m
        where m.payment_id = ${payments.id} and m.kind = ${kind}
          and (${kind} = 'captured' or m.source_id = coalesce(${refunds.id}, ${disputes.id}))
      )`,
    })
    .from(payoutEntries)
    .innerJoin(payouts, eq(payouts.id, payoutEntries.payoutId))
    .leftJoin(
      refunds,
      and(
        eq(refunds.reference, source),
        eq(refunds.provider, payouts.provider),
        inArray(kind, ["refunded", "refund_failed"]),
      ),
    )
    .leftJoin(disputes, and(eq(disputes.reference, source), inArray(kind, ["disputed", "dispute_won"])))
    .leftJoin(payments, eq(payments.id, paymentId))
    .where(and(eq(payoutEntries.payoutId, payoutId), gt(payoutEntries.position, after)))
    .orderBy(asc(payoutEntries.position))
    .limit(limit);
}
