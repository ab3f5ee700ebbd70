import type { StaffContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { cancelLines } from "../cancel-lines.ts";
import { fulfillmentStatus } from "../status.ts";
import { allUnits, chooseUnits } from "../units.ts";
import { changeOrder } from "./change-order.ts";
import type { CancelInput, StaffOrder } from "./schema.ts";

/**
 * Cancels what is not sent, or some of it.
 * @throws NOT_FOUND, VERSION_CONFLICT, UNITS_UNAVAILABLE, INVALID_TRANSITION
 */
export function cancelByStaff(
  ctx: StaffContext,
  { lines, reason, ...change }: CancelInput,
): Promise<StaffOrder> {
  return changeOrder(ctx, change, { type: "order-canceled", details: { lines } }, async (tx, state) => {
    const units = lines ? chooseUnits(state.lines, lines) : allUnits(state.lines);
    if (units.length === 0) {
      const from = fulfillmentStatus(state.order, state.lines, state.fulfillments);
      throw new AppError("INVALID_TRANSITION", { from, to: "canceled" });
    }
    await cancelLines(tx, state, units, reason ?? null);
  });
}
