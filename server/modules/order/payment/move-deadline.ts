import { and, eq, isNotNull } from "drizzle-orm";
import { orders } from "../../../../db/schema/index.ts";
import type { TransactionContext } from "../../../core/context.ts";

/** Has an order that waits for its payment wait so many seconds from now. */
export async function moveDeadline(
  { db, clock }: TransactionContext,
  orderId: string,
  seconds: number,
): Promise<void> {
  const expiresAt = new Date(clock.now().getTime() + seconds * 1000);
  await db
    .update(orders)
    .set({ expiresAt })
    .where(and(eq(orders.id, orderId), isNotNull(orders.expiresAt)));
}
