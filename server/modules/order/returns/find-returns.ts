import { asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { orderLines, orders, refunds, returnLines, returns } from "../../../../db/schema/index.ts";
import { batch } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { presentReturn } from "./present-return.ts";
import type { Return } from "./schema.ts";

/** @throws NOT_FOUND */
export async function findReturn(ctx: ServiceContext, id: string): Promise<Return> {
  const [found] = await findReturns(ctx, eq(returns.id, id), 1);
  if (!found) throw new AppError("NOT_FOUND");
  return found;
}

/** Those of which `condition` is true, the newest first, in one round trip. */
export async function findReturns(
  ctx: ServiceContext,
  condition: SQL | undefined,
  limit: number,
): Promise<Return[]> {
  const page = (db: ServiceContext["db"]) =>
    db.select({ id: returns.id }).from(returns).where(condition).orderBy(desc(returns.id)).limit(limit);
  const [rows, lines] = await batch(ctx, (db) => [
    db
      .select({
        record: returns,
        order: { number: orders.number, currency: orders.currency },
        refundedAmount: sql<number>`(
          select coalesce(sum(${refunds.amount}), 0) from ${refunds}
          where ${refunds.returnId} = ${returns.id} and ${refunds.status} <> 'failed'
        )`,
      })
      .from(returns)
      .innerJoin(orders, eq(orders.id, returns.orderId))
      .where(inArray(returns.id, page(db)))
      .orderBy(desc(returns.id)),
    db
      .select({ line: returnLines, of: orderLines })
      .from(returnLines)
      .innerJoin(orderLines, eq(orderLines.id, returnLines.orderLineId))
      .where(inArray(returnLines.returnId, page(db)))
      .orderBy(asc(orderLines.position)),
  ]);
  const linesOf = Map.groupBy(lines, ({ line }) => line.returnId);
  return rows.map((row) => presentReturn({ ...row, lines: linesOf.get(row.record.id) ?? [] }));
}
