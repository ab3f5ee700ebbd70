import type { ServiceContext } from "../../../core/context.ts";
import { methodNames } from "../../payment/method-names.ts";
import type { PaymentProviderOutput } from "./schema.ts";

/** The ways to pay that this deployment offers, by provider. */
export function listProviders({ paymentProviders }: ServiceContext): PaymentProviderOutput[] {
  return paymentProviders.map(({ name, methods }) => ({
    provider: name,
    methods: methods.map(({ method }) => ({ method, name: methodNames[method] })),
  }));
}
