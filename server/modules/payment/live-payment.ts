import { and, eq, inArray, sql } from "drizzle-orm";
import { payments } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
import { liveStatuses } from "./machine.ts";

/** The condition for the attempt that an order is waiting for. */
export const isLiveOf = (orderId: string) =>
  and(eq(payments.orderId, orderId), inArray(payments.status, liveStatuses));

/** Ends the attempt that an order is waiting for; does nothing where there is none. */
export async function cancelLivePayment({ db, clock }: TransactionContext, orderId: string): Promise<void> {
  await db.update(payments).set({ status: "canceled", updatedAt: clock.now() }).where(isLiveOf(orderId));
}

/** Has the attempt that an order is waiting for ask for no more than is owed; for nothing it ends. */
export async function lowerLivePayment(tx: TransactionContext, orderId: string, owed: number): Promise<void> {
  if (owed === 0) return cancelLivePayment(tx, orderId);
  await tx.db
    .update(payments)
    .set({ amount: sql`min(${payments.amount}, ${owed})`, updatedAt: tx.clock.now() })
    .where(isLiveOf(orderId));
}
