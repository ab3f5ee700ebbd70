import { transact } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { endUnknown } from "../../payment/open-payment.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { termsOf } from "../../payment/providers.ts";
import { balanceOf } from "../balance.ts";
import { loadOrder } from "../load-order.ts";
import { loadOwnOrder } from "../own-order.ts";
import type { OrderState } from "../present-order.ts";
import { presentPayable } from "../present-parts.ts";
import type { PayablePayment } from "../schema.ts";
import { hasEnded } from "../status.ts";
import { touchOrder } from "../touch-order.ts";
import { cancelAtProvider } from "./cancel-at-provider.ts";
import { openAtProvider } from "./open-at-provider.ts";
import { replaceAttempt } from "./replace-attempt.ts";
import type { RetryInput } from "./schema.ts";
import { isProviderFault, orUnavailable } from "./unavailable.ts";

/**
 * Opens another attempt to pay what is owed for an order, and ends the one before: at its provider first, so that an order
 * is not paid by both. An attempt of the same kind that was not declined is gone on with, and so is one whose money is on
 * its way, or turns out to have come.
 * @throws NOT_FOUND, PAYMENT_UNAVAILABLE; INVALID_TRANSITION where nothing is owed any more
 */
export async function retryPayment(ctx: ServiceContext, input: RetryInput): Promise<PayablePayment> {
  const seen = await loadOwnOrder(ctx, input);
  assertOwed(seen);
  const [latest] = seen.payments;
  if (isOver(ctx, latest, input)) {
    await orUnavailable(() => cancelAtProvider(ctx, latest));
    await transact(ctx, async (tx) => {
      const state = await touchOrder(tx, { id: input.id });
      if (isOwed(state) && isOver(tx, state.payments[0], input)) await replaceAttempt(tx, state, input);
    });
  }
  return begin(ctx, await loadOrder(ctx, input.id));
}

/** What could not be begun ends: its provider may answer to its key with the same failure for a day. */
async function begin(ctx: ServiceContext, state: OrderState): Promise<PayablePayment> {
  try {
    const opened = await openAtProvider(ctx, state);
    return presentPayable(opened.state.payments[0], opened.action);
  } catch (error) {
    if (!isProviderFault(error)) throw error;
    await transact(ctx, (tx) => endUnknown(tx, state.payments[0]));
    throw new AppError("PAYMENT_UNAVAILABLE");
  }
}

function isOwed({ order, payments }: OrderState): boolean {
  return !hasEnded(order) && balanceOf(order, payments).owed > 0;
}

function assertOwed(state: OrderState): void {
  if (isOwed(state)) return;
  const { order } = state;
  throw new AppError("INVALID_TRANSITION", { from: hasEnded(order) ? order.status : "paid", to: "pending" });
}

/** Whether another attempt takes its place. @throws PAYMENT_UNAVAILABLE where what is wanted instead is not on offer */
function isOver(ctx: ServiceContext, latest: PaymentRow, { provider, method }: RetryInput): boolean {
  const terms = termsOf(ctx, { provider, method });
  if (latest.status === "processing" || latest.status === "authorized") return false;
  return latest.status !== "pending" || latest.provider !== provider || latest.method !== terms.method;
}
