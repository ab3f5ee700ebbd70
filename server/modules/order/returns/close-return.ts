import { transact } from "../../../../db/transaction.ts";
import type { StaffContext } from "../../../core/context.ts";
import { findReturn } from "./find-returns.ts";
import { moveReturn } from "./move-return.ts";
import type { Return, ReturnIdInput } from "./schema.ts";

/** Ends a received return though not all that it brought was given back: the rest stays the order's. @throws NOT_FOUND, INVALID_TRANSITION */
export function closeReturn(ctx: StaffContext, { id }: ReturnIdInput): Promise<Return> {
  return transact(ctx, async (tx) => {
    await moveReturn(tx, id, "closed");
    return findReturn(tx, id);
  });
}
