import { actorIdOf, type StaffContext } from "../../../core/context.ts";
import { recordEvent } from "../events.ts";
import { changeOrder } from "./change-order.ts";
import type { AddNoteInput, StaffOrder } from "./schema.ts";

/** Writes a note into an order's timeline that staff alone see. @throws NOT_FOUND */
export function addNote(ctx: StaffContext, { id, note }: AddNoteInput): Promise<StaffOrder> {
  return changeOrder(ctx, { id }, { type: "order-noted" }, async ({ db, actor, clock }) => {
    await recordEvent(db, {
      orderId: id,
      type: "note",
      details: { note },
      actorId: actorIdOf(actor),
      happenedAt: clock.now(),
    });
  });
}
