import type { ServiceContext } from "../../../core/context.ts";
import { loadOwnOrder } from "../own-order.ts";
import { presentPayable } from "../present-parts.ts";
import type { OrderInput, PayablePayment } from "../schema.ts";
import { openAtProvider } from "./open-at-provider.ts";
import { orUnavailable } from "./unavailable.ts";

/** How the latest attempt to pay an order stands, and what its shopper goes on with. @throws NOT_FOUND, PAYMENT_UNAVAILABLE */
export async function getPayment(ctx: ServiceContext, input: OrderInput): Promise<PayablePayment> {
  const state = await loadOwnOrder(ctx, input);
  const opened = await orUnavailable(() => openAtProvider(ctx, state));
  return presentPayable(opened.state.payments[0], opened.action);
}
