import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import type { ProviderPayment } from "../../../core/payment-port.ts";
import { isOpen } from "../../payment/machine.ts";
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
  { order }: Pick<OrderState, "order">,
  payment: PaymentRow,
): Promise<ProviderPayment> {
  const { id, method, reference } = payment;
  const gateway = gatewayOf(ctx, payment.provider);
  if (!gateway || method === "exchange") throw new AppError("PAYMENT_UNAVAILABLE");
  const told =
    reference === null
      ? await gateway.begin(newAttempt(ctx, order, { ...payment, method }))
      : await gateway.read({ id, method, reference });
  if (isOpen(payment) || !isOpen(told)) return told;
  return gateway.cancel({ id, method, reference: told.reference });
}
