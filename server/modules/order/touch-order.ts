import { and, eq, sql } from "drizzle-orm";
import { orders } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { loadOrder } from "./load-order.ts";
import type { OrderState } from "./present-order.ts";

/**
 * Begins a change of an order: raises its version, so that of two who saw the same one wins, and answers how it stands.
 * @throws NOT_FOUND, VERSION_CONFLICT where a version is given that it no longer has
 */
export async function touchOrder(
  tx: TransactionContext,
  { id, version }: { id: string; version?: number | undefined },
): Promise<OrderState> {
  const { db, clock } = tx;
  const [touched] = await db
    .update(orders)
    .set({ version: sql`${orders.version} + 1`, updatedAt: clock.now() })
    .where(and(eq(orders.id, id), version === undefined ? undefined : eq(orders.version, version)))
    .returning({ id: orders.id });
  if (touched) return loadOrder(tx, id);
  const [order] = await db.select({ current: orders.version }).from(orders).where(eq(orders.id, id));
  throw order ? new AppError("VERSION_CONFLICT", order) : new AppError("NOT_FOUND");
}
