import { transact } from "../../../../db/transaction.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { type AuditEntry, audit } from "../../auth/audit.ts";
import { assertActing } from "../../auth/staff/assert-acting.ts";
import { findReturn } from "./find-returns.ts";
import type { Return } from "./schema.ts";

/**
 * Has staff change a return in one transaction with the audit log's entry, and answers how it stands then.
 * @throws NOT_FOUND, what `work` throws; UNAUTHENTICATED when whoever changes it was signed out meanwhile
 */
export function changeReturn(
  ctx: StaffContext,
  id: string,
  { type, details }: AuditEntry,
  work: (tx: TransactionContext) => Promise<void>,
): Promise<Return> {
  return transact(ctx, async (tx) => {
    await assertActing(tx);
    await work(tx);
    const changed = await findReturn(tx, id);
    await audit(tx, type, changed.orderId, { returnId: id, ...details });
    return changed;
  });
}
