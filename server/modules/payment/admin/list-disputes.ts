import { and, desc, eq, getTableColumns, lt } from "drizzle-orm";
import { disputes, payments } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { idBefore, pageOf } from "../../../core/page.ts";
import type { DisputePage, ListDisputesInput } from "./schema.ts";

/** Payments that their buyers asked their banks to take back, the newest first. */
export async function listDisputes(
  { db }: ServiceContext,
  { status, limit, cursor }: ListDisputesInput,
): Promise<DisputePage> {
  const before = idBefore("disputes", cursor);
  const rows = await db
    .select({ ...getTableColumns(disputes), orderId: payments.orderId, currency: payments.currency })
    .from(disputes)
    .innerJoin(payments, eq(payments.id, disputes.paymentId))
    .where(
      and(
        status === undefined ? undefined : eq(disputes.status, status),
        before === undefined ? undefined : lt(disputes.id, before),
      ),
    )
    .orderBy(desc(disputes.id))
    .limit(limit + 1);
  const items = rows.map(({ amount, currency, ...row }) => ({ ...row, amount: { amount, currency } }));
  return pageOf("disputes", items, limit);
}
