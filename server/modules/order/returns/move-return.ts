import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { ReturnStatus } from "../../../../db/enums.ts";
import { orderLines, returnLines, returns } from "../../../../db/schema/index.ts";
import { actorIdOf, type TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { sourcesOf } from "../../../core/transitions.ts";
import type { OrderEventDetails } from "../event-schema.ts";
import { recordEvent } from "../events.ts";
import { returnTransitions } from "../machine.ts";
import { touchOrder } from "../touch-order.ts";

export type ReturnRow = typeof returns.$inferSelect;

type Reached = Exclude<ReturnStatus, "requested">;

/** Once it is there, its units are no longer to come back: they came, or will not. */
const ends: ReadonlySet<Reached> = new Set(["rejected", "canceled", "received"]);

interface Move {
  /** What else has to be true of it. */
  where?: SQL | undefined;
  set?: Partial<Pick<ReturnRow, "answer">>;
  details?: OrderEventDetails;
}

/**
 * Moves a return on to a status, where its present one leads there, and writes that down: the one way to.
 * @throws NOT_FOUND, INVALID_TRANSITION
 */
export async function moveReturn(
  tx: TransactionContext,
  id: string,
  to: Reached,
  { where, set, details }: Move = {},
): Promise<ReturnRow> {
  const { db, actor, clock } = tx;
  const now = clock.now();
  const [moved] = await db
    .update(returns)
    .set({ ...set, status: to, updatedAt: now })
    .where(and(eq(returns.id, id), inArray(returns.status, sourcesOf(returnTransitions, to)), where))
    .returning();
  if (!moved) {
    const [found] = await db.select({ status: returns.status }).from(returns).where(eq(returns.id, id));
    if (!found) throw new AppError("NOT_FOUND");
    throw new AppError("INVALID_TRANSITION", { from: found.status, to });
  }
  const { orderId } = moved;
  await touchOrder(tx, { id: orderId });
  if (ends.has(to)) await db.update(orderLines).set(noLongerReturning).from(returnLines).where(isOf(id));
  await recordEvent(db, {
    orderId,
    type: `return-${to}`,
    details: { returnId: id, ...details },
    actorId: actorIdOf(actor),
    happenedAt: now,
  });
  return moved;
}

const noLongerReturning = {
  returningQuantity: sql`${orderLines.returningQuantity} - ${returnLines.quantity}`,
};

const isOf = (id: string) => and(eq(returnLines.returnId, id), eq(returnLines.orderLineId, orderLines.id));
