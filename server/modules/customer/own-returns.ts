import { asc, desc, eq, sql } from "drizzle-orm";
import { orderLines, orders, refunds, returnLines, returns } from "../../../db/schema/index.ts";
import { batch } from "../../../db/transaction.ts";
import type { CustomerContext } from "../../core/context.ts";
import { presentReturn } from "../order/returns/present-return.ts";
import type { Return } from "../order/returns/schema.ts";

/** What the customer wanted to send back, the newest first, in one round trip. */
export async function listOwnReturns(ctx: CustomerContext): Promise<Return[]> {
  const isTheirs = eq(orders.customerId, ctx.actor.customerId);
  const [rows, lines] = await batch(ctx, (db) => [
    db
      .select({
        record: returns,
        order: { number: orders.number, currency: orders.currency },
        refundedAmount: refundedOf,
      })
      .from(returns)
      .innerJoin(orders, eq(orders.id, returns.orderId))
      .where(isTheirs)
      .orderBy(desc(returns.id)),
    db
      .select({ line: returnLines, of: orderLines })
      .from(returnLines)
      .innerJoin(orderLines, eq(orderLines.id, returnLines.orderLineId))
      .innerJoin(orders, eq(orders.id, orderLines.orderId))
      .where(isTheirs)
      .orderBy(asc(orderLines.position)),
  ]);
  const linesOf = Map.groupBy(lines, ({ line }) => line.returnId);
  return rows.map((row) => presentReturn({ ...row, lines: linesOf.get(row.record.id) ?? [] }));
}

const refundedOf = sql<number>`(
  select coalesce(sum(${refunds.amount}), 0) from ${refunds}
  where ${refunds.returnId} = ${returns.id} and ${refunds.status} <> 'failed'
)`;
