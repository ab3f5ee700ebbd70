import { transact } from "../../../../db/transaction.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { assertActing } from "../../auth/staff/assert-acting.ts";
import { findReturn } from "./find-returns.ts";
import type { Return } from "./schema.ts";

/**
 * Has staff change a return in one transaction, and answers how it stands then.
 * @throws NOT_FOUND, what `work` throws; UNAUTHENTICATED when whoever changes it was signed out meanwhile
 */
export function changeReturn(
  ctx: StaffContext,
  id: string,
  work: (tx: TransactionContext) => Promise<void>,
): Promise<Return> {
  return transact(ctx, async (tx) => {
    await assertActing(tx);
    await work(tx);
    return findReturn(tx, id);
  });
}
