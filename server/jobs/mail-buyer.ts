import type { MailContent } from "../core/ports.ts";
import { linkTo } from "../modules/email/links.ts";
import type { Again } from "../modules/email/see-order.ts";
import { isForgotten } from "../modules/order/forgotten.ts";
import { loadOrder } from "../modules/order/load-order.ts";
import { guestToken, presentOrder } from "../modules/order/present-order.ts";
import type { Order } from "../modules/order/schema.ts";
import type { JobContext } from "./context.ts";

/**
 * Mails an order's buyer, and a guest the key to see it with; nobody when the account of the buyer is gone. `id` is of
 * the mail, so that one that is sent twice can be told.
 */
export async function mailBuyer(
  ctx: JobContext,
  { id, orderId }: { id: string; orderId: string },
  write: (order: Order, again: Again) => MailContent,
): Promise<void> {
  const state = await loadOrder(ctx, orderId);
  if (isForgotten(state.order)) return;
  const accessToken = guestToken(state.order);
  const link = linkTo(ctx.storefrontUrl, "order", { id: orderId, ...(accessToken && { accessToken }) });
  const order = presentOrder(state);
  await ctx.mailer.send({ id, to: order.email, ...write(order, { accessToken, link }) });
}
