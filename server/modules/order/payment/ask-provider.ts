import type { PaymentMethod } from "../../../../db/enums.ts";
import type { ServiceContext } from "../../../core/context.ts";
import type {
  KnownAttempt,
  NewAttempt,
  PaymentGateway,
  ProviderPayment,
} from "../../../core/payment-port.ts";
import { linkTo } from "../../email/links.ts";
import { isOpen } from "../../payment/machine.ts";
import type { PaymentRow } from "../../payment/payments.ts";
import { gatewayOf } from "../../payment/providers.ts";
import type { OrderRow, OrderState } from "../present-order.ts";

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
 * How an attempt stands at its provider. Where the provider's answer to its beginning was lost, it is begun, which does
 * nothing twice; what has ended here is ended there too, where it still can be.
 * @throws ProviderUnavailable, ProviderRefused
 */
export async function askProvider(
  ctx: ServiceContext,
  { order }: Pick<OrderState, "order">,
  attempt: ProviderAttempt,
): Promise<ProviderPayment> {
  const { gateway, payment } = attempt;
  const { id, method, reference } = payment;
  const told =
    reference === null
      ? await gateway.begin(newAttempt(ctx, order, payment))
      : await gateway.read({ id, method, reference });
  if (isOpen(payment) || !isOpen(told)) return told;
  return gateway.cancel(knownAttempt(attempt, told));
}

/** The attempt by what its provider calls it. */
export function knownAttempt(
  { payment }: ProviderAttempt,
  { reference }: Pick<ProviderPayment, "reference">,
): KnownAttempt {
  return { id: payment.id, method: payment.method, reference };
}

/** As its provider is to know it: the same whenever it is asked, since its id is the key. */
function newAttempt(
  { storefrontUrl }: ServiceContext,
  { number: orderNumber, email }: OrderRow,
  { id, orderId, method, amount, currency, capture }: ProviderAttempt["payment"],
): NewAttempt {
  return {
    id,
    orderId,
    orderNumber,
    method,
    due: { amount, currency },
    capture,
    email,
    // No key to the order goes with it: whoever was sent away keeps theirs.
    returnUrl: linkTo(storefrontUrl, "order", { id: orderId }),
  };
}
