import { eq, sql } from "drizzle-orm";
import { orders } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
import { sumOf } from "../../core/exact.ts";
import { shareOf } from "../pricing/share-of.ts";
import { creditedUnits, type LineUnits } from "./units.ts";

/** Lets so much of what is due off; never more than there is. */
export async function creditOrder(
  { db, clock }: TransactionContext,
  orderId: string,
  amount: number,
): Promise<void> {
  await db
    .update(orders)
    .set({
      creditedAmount: sql`min(${orders.creditedAmount} + ${amount}, ${orders.totalAmount})`,
      updatedAt: clock.now(),
    })
    .where(eq(orders.id, orderId));
}

/**
 * Lets off what units cost that are canceled or come back, and answers how much that is. The lines are given as they
 * were before: each unit has its own share, so that all parts of a line sum to its total.
 */
export async function creditUnits(
  tx: TransactionContext,
  orderId: string,
  units: readonly LineUnits[],
): Promise<number> {
  const amount = creditOf(units);
  await creditOrder(tx, orderId, amount);
  return amount;
}

/** What the next units of these lines cost that are not wanted any more: those that were credited come first. */
export function creditOf(units: readonly LineUnits[]): number {
  return sumOf(
    units.map(({ line, count }) =>
      shareOf(line.totalAmount, { quantity: line.quantity, first: creditedUnits(line), count }),
    ),
  );
}
