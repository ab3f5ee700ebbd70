import type { PaymentMethod } from "../../../../db/enums.ts";
import type { ServiceContext } from "../../../core/context.ts";
import type { KnownAttempt, PaymentGateway, ProviderPayment } from "../../../core/payment-port.ts";
import { linkTo } from "../../email/links.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { gatewayOf } from "../../payment/providers.ts";
import type { OrderState } from "../present-order.ts";

/** An attempt that a company takes part in, and how that is spoken to. */
export interface ProviderAttempt {
  gateway: PaymentGateway;
  payment: PaymentRow & { method: PaymentMethod };
}

/** The attempt with whom it is made through; undefined where people alone move its money. */
export function throughProvider(ctx: ServiceContext, payment: PaymentRow): ProviderAttempt | undefined {
  const gateway = gatewayOf(ctx, payment.provider);
  const { method } = payment;
  return gateway && method !== "exchange" ? { gateway, payment: { ...payment, method } } : undefined;
}

/**
 * How an attempt stands at its provider. Where nothing is known of it there it is opened under its id, so that an answer
 * that was lost is given again. Nothing of what is sent may change while the attempt is the same.
 * @throws ProviderUnavailable, ProviderRefused
 */
export function askProvider(
  ctx: ServiceContext,
  { order }: Pick<OrderState, "order">,
  { gateway, payment }: ProviderAttempt,
): Promise<ProviderPayment> {
  const { id, method, capture, reference, amount, currency } = payment;
  if (reference !== null) return gateway.read({ id, method, reference });
  return gateway.begin({
    id,
    orderId: order.id,
    orderNumber: order.number,
    method,
    due: { amount, currency },
    capture,
    email: order.email,
    // Without the token of a guest, whom the storefront knows: the provider need not see the order.
    returnUrl: linkTo(ctx.storefrontUrl, "order", { id: order.id }),
  });
}

/** The attempt by what its provider calls it now. */
export function knownAttempt({ payment }: ProviderAttempt, { reference }: ProviderPayment): KnownAttempt {
  return { id: payment.id, method: payment.method, reference };
}
