import { eq, inArray, or, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { payments, refunds } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import type { RefundRow } from "./write-refund.ts";

const paymentId = sql.placeholder("paymentId");

const refundsByStatement = prepared((db) => {
  const itsMoney = db
    .select({ id: payments.id })
    .from(payments)
    .where(or(eq(payments.id, paymentId), eq(payments.originId, paymentId)));
  return db.select().from(refunds).where(inArray(refunds.paymentId, itsMoney)).orderBy(refunds.id);
});

/** The refunds that go back by a payment: its own, and those of what exchanges paid with its money. */
export async function refundsBy({ db }: Pick<ServiceContext, "db">, paymentId: string): Promise<RefundRow[]> {
  return refundsByStatement(db, { paymentId });
}
