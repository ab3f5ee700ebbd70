import type { PaymentMethod, PaymentProviderName } from "../../../db/enums.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import type { MethodTerms, PaymentGateway } from "../../core/payment-port.ts";

/** The way to pay that is asked for, or the provider's first. @throws PAYMENT_UNAVAILABLE where it is not on offer */
export function termsOf(
  { paymentProviders }: ServiceContext,
  { provider, method }: { provider: PaymentProviderName; method?: PaymentMethod | undefined },
): MethodTerms {
  const methods = paymentProviders.find(({ name }) => name === provider)?.methods ?? [];
  const terms = method === undefined ? methods[0] : methods.find((each) => each.method === method);
  if (!terms) throw new AppError("PAYMENT_UNAVAILABLE");
  return terms;
}

/** How a provider is spoken to; undefined where people alone move its money, or where it is no longer configured. */
export function gatewayOf(
  { paymentProviders }: ServiceContext,
  provider: PaymentProviderName,
): PaymentGateway | undefined {
  return paymentProviders.find(({ name }) => name === provider)?.gateway;
}

/** The providers that have not answered of late, and are not to be asked for a while. */
export function unreachableOf(ctx: ServiceContext): PaymentProviderName[] {
  return ctx.paymentProviders.map(({ name }) => name).filter((name) => !isReachable(ctx, name));
}

/** Whether a provider has answered of late, or may by now. */
export function isReachable({ paymentProviders }: ServiceContext, provider: PaymentProviderName): boolean {
  return paymentProviders.find(({ name }) => name === provider)?.isReachable?.() ?? true;
}
