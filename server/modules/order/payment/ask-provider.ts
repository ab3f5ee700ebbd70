import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import type { ProviderPayment } from "../../../core/payment-port.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { gatewayOf } from "../../payment/providers.ts";
import type { OrderState } from "../present-order.ts";
import { newAttempt } from "./new-attempt.ts";

/**
 * How an attempt stands at its provider. Where the provider's answer to its beginning was lost, it is begun, which does
 * nothing twice; what has ended here is ended there too, where it still can be.
 * @throws ProviderUnavailable, ProviderRefused, PAYMENT_UNAVAILABLE where nobody can be asked
 */
export async function askProvider(
  ctx: ServiceContext,
  { order }: OrderState,
  payment: PaymentRow,
): Promise<ProviderPayment> {
  const { id, method, status } = payment;
  const gateway = gatewayOf(ctx, payment.provider);
  if (!gateway || method === "exchange") throw new AppError("PAYMENT_UNAVAILABLE");
  const begun =
    payment.reference === null
      ? await gateway.begin(newAttempt(ctx, order, { ...payment, method }))
      : undefined;
  const reference = begun?.reference ?? payment.reference;
  if (reference === null) throw new AppError("PAYMENT_UNAVAILABLE"); // never: it was begun otherwise
  if (status === "canceled") return gateway.cancel({ id, method, reference });
  return begun ?? gateway.read({ id, method, reference });
}
