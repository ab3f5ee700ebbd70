import type { PaymentProviderName } from "../../db/enums.ts";
import { checkPayment } from "../modules/order/payment/check-payment.ts";
import { findNoticed } from "../modules/payment/notices.ts";
import type { JobContext } from "./context.ts";

/** Asks about the payment that a provider's notice is about: what the notice says of it may be old by now. */
export async function followNotice(
  ctx: JobContext,
  notice: { provider: PaymentProviderName; noticeId: string },
): Promise<void> {
  const paymentId = await findNoticed(ctx, notice);
  if (paymentId !== undefined) await checkPayment(ctx, paymentId);
}
