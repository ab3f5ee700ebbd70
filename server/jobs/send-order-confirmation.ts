import { linkTo } from "../modules/email/links.ts";
import { orderConfirmation } from "../modules/email/order-confirmation.ts";
import { isForgotten } from "../modules/order/forgotten.ts";
import { loadOrder } from "../modules/order/load-order.ts";
import { guestToken, presentOrder } from "../modules/order/present-order.ts";
import type { JobContext } from "./context.ts";

/** Mails the buyer what was ordered, and a guest the key to see it with; nobody when the account of the buyer is gone. */
export async function sendOrderConfirmation(
  ctx: JobContext,
  { orderId }: { orderId: string },
): Promise<void> {
  const state = await loadOrder(ctx, orderId);
  if (isForgotten(state.order)) return;
  const order = presentOrder(state);
  const accessToken = guestToken(state.order);
  const link = linkTo(ctx.storefrontUrl, "order", { id: orderId, ...(accessToken && { accessToken }) });
  await ctx.mailer.send({
    id: `order.placed.${orderId}`,
    to: order.email,
    ...orderConfirmation(order, { accessToken, link }),
  });
}
