import { eq } from "drizzle-orm";
import { payments } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { loadOrder } from "../load-order.ts";
import type { OrderState } from "../present-order.ts";

/** A payment, and the order that it is of. @throws NOT_FOUND */
export async function loadOfPayment(
  ctx: ServiceContext,
  paymentId: string,
): Promise<{ state: OrderState; payment: PaymentRow }> {
  const [found] = await ctx.db
    .select({ orderId: payments.orderId })
    .from(payments)
    .where(eq(payments.id, paymentId));
  const state = found && (await loadOrder(ctx, found.orderId));
  const payment = state?.payments.find(({ id }) => id === paymentId);
  if (!state || !payment) throw new AppError("NOT_FOUND");
  return { state, payment };
}
