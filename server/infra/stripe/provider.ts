import type { PaymentGateway, PaymentProvider } from "../../core/payment-port.ts";

/** Stripe with its ways to pay; its own page needs one of the shop's to send the shopper back to. */
export function stripeProvider(
  gateway: PaymentGateway,
  { hasStorefront }: { hasStorefront: boolean },
): PaymentProvider {
  return {
    name: "stripe",
    methods: [
      { method: "embedded_form", paid: "first" },
      ...(hasStorefront ? ([{ method: "hosted_page", paid: "first" }] as const) : []),
    ],
    gateway,
  };
}
