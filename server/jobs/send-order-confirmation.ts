import { orderConfirmation } from "../modules/email/order-confirmation.ts";
import { loadOrder } from "../modules/order/load-order.ts";
import { presentOrder } from "../modules/order/present-order.ts";
import type { JobContext } from "./context.ts";

/** Mails the buyer what was ordered and the key to see it with. */
export async function sendOrderConfirmation(
  ctx: JobContext,
  { orderId }: { orderId: string },
): Promise<void> {
  const state = await loadOrder(ctx, orderId);
  const order = presentOrder(state);
  await ctx.mailer.send({
    id: `order.placed.${orderId}`,
    to: order.email,
    ...orderConfirmation(order, state.order.accessToken),
  });
}
