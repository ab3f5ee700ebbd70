import type { PaymentStatus } from "../../db/enums.ts";
import type { Money } from "../../server/core/money.ts";
import {
  type PaymentGateway,
  type PaymentProvider,
  type ProviderPayment,
  ProviderUnavailable,
} from "../../server/core/payment-port.ts";

/** A payment as a provider has it: of 14.90, and nothing come of it, unless told otherwise. */
export function told(reference: string, traits: Partial<ProviderPayment> = {}): ProviderPayment {
  return {
    reference,
    status: "pending",
    asked: { amount: 1490, currency: "EUR" },
    capturable: 0,
    captured: 0,
    declineCode: null,
    refunds: [],
    disputes: [],
    fees: [],
    capturesInParts: true,
    action: { clientSecret: "secret" },
    ...traits,
  };
}

const moneyIn: Partial<Record<PaymentStatus, "captured" | "capturable">> = {
  captured: "captured",
  authorized: "capturable",
};

/** The same with its money, where that status has any. */
export function toldIn(status: PaymentStatus, reference: string, asked?: Money): ProviderPayment {
  const money = asked ?? told(reference).asked;
  const has = moneyIn[status];
  return told(reference, { status, asked: money, ...(has && { [has]: money.amount }) });
}

/** A provider that remembers nothing: it answers each call as it is told to, and by default that nothing came of it yet. */
export function toldGateway(answers: Partial<PaymentGateway> = {}): PaymentGateway {
  return {
    begin: async ({ id, due }) => told(`ref_${id}`, { asked: due }),
    read: async ({ reference }) => told(reference),
    capture: async ({ reference }) => toldIn("captured", reference),
    cancel: async ({ reference }) => told(reference, { status: "canceled", action: {} }),
    refund: async ({ id }, { amount }) => ({
      reference: `re_${id}`,
      refundId: id,
      status: "succeeded",
      amount,
      failure: null,
    }),
    readNotice: () => Promise.reject(new Error("Nobody sends any")),
    payouts: async () => [],
    ...answers,
  };
}

export const providerOf = (gateway: PaymentGateway): PaymentProvider => ({
  name: "stripe",
  methods: [{ method: "embedded_form", paid: "first" }],
  gateway,
});

/** A provider that does not answer until it is told to speak. */
export function silentProvider() {
  let [isSilent, asked] = [true, 0];
  const begin: PaymentGateway["begin"] = async (attempt) => {
    asked += 1;
    if (isSilent) throw new ProviderUnavailable();
    return toldGateway().begin(attempt);
  };
  return {
    provider: providerOf(toldGateway({ begin })),
    asked: () => asked,
    speak: () => {
      isSilent = false;
    },
  };
}
