import { transact } from "../../../../db/transaction.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { type AuditEntry, audit } from "../../auth/audit.ts";
import { assertActing } from "../../auth/staff/assert-acting.ts";
import { advanceOrder } from "../advance-order.ts";
import type { OrderState } from "../present-order.ts";
import { touchOrder } from "../touch-order.ts";
import { getStaffOrder } from "./get-order.ts";
import type { StaffOrder } from "./schema.ts";

/**
 * Has staff change an order, and then whatever follows from that by itself, in one transaction with the audit log's entry.
 * @throws NOT_FOUND, VERSION_CONFLICT, what `work` throws; UNAUTHENTICATED when whoever changes it was signed out meanwhile
 */
export function changeOrder(
  ctx: StaffContext,
  change: { id: string; version?: number | undefined },
  { type, details }: AuditEntry,
  work: (tx: TransactionContext, state: OrderState) => Promise<void>,
): Promise<StaffOrder> {
  return transact(ctx, async (tx) => {
    const state = await touchOrder(tx, change);
    await assertActing(tx);
    await work(tx, state);
    await advanceOrder(tx, change.id);
    await audit(tx, type, change.id, details);
    return getStaffOrder(tx, change);
  });
}
