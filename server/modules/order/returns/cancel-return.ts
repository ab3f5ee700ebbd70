import { and, eq, isNull } from "drizzle-orm";
import { returns } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { loadOwnOrder } from "../own-order.ts";
import { findReturn } from "./find-returns.ts";
import { moveReturn } from "./move-return.ts";
import type { CancelReturnInput, Return } from "./schema.ts";

/**
 * Takes back what was asked for, until it was received or replaced.
 * @throws NOT_FOUND, also for somebody else's order and for another order's return; INVALID_TRANSITION
 */
export function cancelReturn(ctx: ServiceContext, input: CancelReturnInput): Promise<Return> {
  return transact(ctx, async (tx) => {
    const { order } = await loadOwnOrder(tx, input);
    const [found] = await tx.db
      .select({ id: returns.id })
      .from(returns)
      .where(and(eq(returns.id, input.returnId), eq(returns.orderId, order.id)));
    if (!found) throw new AppError("NOT_FOUND");
    await moveReturn(tx, found.id, "canceled", { where: isNull(returns.replacedById) });
    return findReturn(tx, found.id);
  });
}
