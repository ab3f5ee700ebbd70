import { returnAnswerMail, returnReceivedMail } from "../modules/email/return-notices.ts";
import { findReturn } from "../modules/order/returns/find-returns.ts";
import type { JobContext } from "./context.ts";
import { mailBuyer } from "./mail-buyer.ts";

/** Whether a return's buyer may send it, and what the shop says to that. */
export async function sendReturnAnswer(
  ctx: JobContext,
  { returnId }: { returnId: string },
  answered: "approved" | "rejected",
): Promise<void> {
  const found = await findReturn(ctx, returnId);
  await mailBuyer(ctx, { id: `return.${answered}.${returnId}`, orderId: found.orderId }, (order, again) =>
    returnAnswerMail(order, again, found, answered),
  );
}

/** That it came, and what that brings. */
export async function sendReturnReceived(ctx: JobContext, { returnId }: { returnId: string }): Promise<void> {
  const found = await findReturn(ctx, returnId);
  await mailBuyer(ctx, { id: `return.received.${returnId}`, orderId: found.orderId }, (order, again) =>
    returnReceivedMail(order, again, found),
  );
}
