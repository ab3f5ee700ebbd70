import { eq } from "drizzle-orm";
import { locations } from "../../../../db/schema/index.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { fulfillLines } from "../fulfill-lines.ts";
import { fulfillmentStatus } from "../status.ts";
import { allUnits, chooseUnits, openUnits } from "../units.ts";
import { changeOrder } from "./change-order.ts";
import type { FulfillInput, StaffOrder } from "./schema.ts";

/**
 * Begins to send what is not sent yet, or some of it; what needs no shipping only where it is named.
 * @throws NOT_FOUND, VERSION_CONFLICT, UNITS_UNAVAILABLE, INVALID_TRANSITION; OUT_OF_STOCK for what has not come yet
 */
export function fulfill(
  ctx: StaffContext,
  { lines: wanted, locationId, tracking, ...change }: FulfillInput,
): Promise<StaffOrder> {
  const details = { lines: wanted, locationId };
  return changeOrder(ctx, change, { type: "order-fulfilled", details }, async (tx, state) => {
    const { order, lines, fulfillments } = state;
    const units = wanted
      ? chooseUnits(lines, wanted)
      : allUnits(lines, (line) => (line.requiresShipping ? openUnits(line) : 0));
    if (units.length === 0) {
      const from = fulfillmentStatus(order, lines, fulfillments);
      throw new AppError("INVALID_TRANSITION", { from, to: "fulfilled" });
    }
    if (locationId !== undefined) await assertLocation(tx, locationId);
    await fulfillLines(tx, state, units, { status: "pending", locationId, tracking });
  });
}

async function assertLocation({ db }: TransactionContext, id: string): Promise<void> {
  const [location] = await db.select({ id: locations.id }).from(locations).where(eq(locations.id, id));
  if (!location) throw new AppError("NOT_FOUND");
}
