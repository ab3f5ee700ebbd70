import type { StaffContext } from "../../../core/context.ts";
import { enqueue } from "../../outbox/enqueue.ts";
import { changeReturn } from "./change-return.ts";
import { moveReturn } from "./move-return.ts";
import type { AnswerReturnInput, Return } from "./schema.ts";

/** Lets the buyer send it back, and tells them. @throws NOT_FOUND, INVALID_TRANSITION */
export function approveReturn(ctx: StaffContext, input: AnswerReturnInput): Promise<Return> {
  return answerReturn(ctx, input, "approved");
}

/** Refuses it, and tells the buyer why. @throws NOT_FOUND, INVALID_TRANSITION */
export function rejectReturn(ctx: StaffContext, input: AnswerReturnInput): Promise<Return> {
  return answerReturn(ctx, input, "rejected");
}

function answerReturn(
  ctx: StaffContext,
  { id, answer = null }: { id: string; answer?: string | null | undefined },
  to: "approved" | "rejected",
): Promise<Return> {
  return changeReturn(ctx, id, { type: `return-${to}` }, async (tx) => {
    const { orderId, updatedAt } = await moveReturn(tx, id, to, { set: { answer } });
    await enqueue(tx.db, {
      topic: `return.${to}`,
      subjectId: orderId,
      payload: { returnId: id },
      createdAt: updatedAt,
    });
  });
}
