import type { PaymentProviderName } from "../../../db/enums.ts";
import type { MethodTerms, PaymentProvider } from "../../core/payment-port.ts";

/**
 * Ways to pay that no other company takes part in. Cash is paid to whoever delivers; a bank takes its days, and a person
 * sees the money come; the test card always succeeds and moves no money.
 */
const terms = [
  { method: "cash_on_delivery", paid: "later" },
  { method: "bank_transfer", paid: "first", deadline: 7 * 24 * 60 * 60 },
  { method: "test_card", paid: "at_once" },
] as const satisfies MethodTerms[];

export type ManualMethod = (typeof terms)[number]["method"];

export const manualMethods: readonly ManualMethod[] = terms.map(({ method }) => method);

/** Whether people alone move its money. */
export function isByHand({ provider }: { provider: PaymentProviderName }): boolean {
  return provider === "manual";
}

/** The manual provider, with those of its methods that a deployment offers. */
export function manualProvider(offered: readonly ManualMethod[]): PaymentProvider {
  return { name: "manual", methods: terms.filter(({ method }) => offered.includes(method)) };
}
