import type { StaffContext } from "../../../core/context.ts";
import { changeReturn } from "./change-return.ts";
import { moveReturn } from "./move-return.ts";
import type { Return, ReturnIdInput } from "./schema.ts";

/** Ends a received return though not all that it brought was given back. @throws NOT_FOUND, INVALID_TRANSITION */
export function closeReturn(ctx: StaffContext, { id }: ReturnIdInput): Promise<Return> {
  return changeReturn(ctx, id, { type: "return-closed" }, async (tx) => {
    await moveReturn(tx, id, "closed");
  });
}
