import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { forgetAnswer } from "../../idempotency/service-answers.ts";
import { gatewayOf } from "../../payment/providers.ts";
import { loadOrder } from "../load-order.ts";
import { placeOrder } from "../place-order.ts";
import { presentPayable } from "../present-parts.ts";
import type { PlacedOrder, PlaceInput } from "../schema.ts";
import { type Opened, openAtProvider } from "./open-at-provider.ts";
import { isProviderFault } from "./unavailable.ts";
import { isWithdrawn, withdrawOrder } from "./withdraw-order.ts";

/**
 * Places an order and then, where a provider takes part, begins its payment there: what the shopper goes on with is in the
 * answer alone, and nowhere stored. An order whose payment cannot be begun is taken back.
 * @throws what `placeOrder` throws; PAYMENT_UNAVAILABLE, with cart and stock as they were
 */
export async function checkOut(ctx: ServiceContext, input: PlaceInput): Promise<PlacedOrder> {
  const placed = await placeOrder(ctx, input);
  if (!gatewayOf(ctx, placed.payment.provider)) return placed;
  const { state, action } = await begin(ctx, placed.order.id);
  // Another request for the same cart took it back: it is placed anew, and what was answered before no longer holds.
  if (isWithdrawn(state.order)) {
    await forgetAnswer(ctx, placed.order.id);
    return checkOut(ctx, input);
  }
  return { ...placed, payment: presentPayable(state.payments[0], action) };
}

/** @throws PAYMENT_UNAVAILABLE */
async function begin(ctx: ServiceContext, orderId: string): Promise<Opened> {
  const state = await loadOrder(ctx, orderId);
  if (isWithdrawn(state.order)) return { state, action: {} };
  try {
    return await openAtProvider(ctx, state);
  } catch (error) {
    if (!isProviderFault(error)) throw error;
    await withdrawOrder(ctx, orderId);
    throw new AppError("PAYMENT_UNAVAILABLE");
  }
}
