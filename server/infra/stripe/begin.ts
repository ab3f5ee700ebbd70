import type Stripe from "stripe";
import type { NewAttempt, ProviderPayment } from "../../core/payment-port.ts";
import { ProviderRefused } from "../../core/payment-port.ts";
import { toStripeAmount } from "./amounts.ts";
import { actionOfIntent, presentIntent, presentSession } from "./present-intent.ts";

/*
 * What is sent for an attempt depends on the attempt alone, so that it is the same however late it is sent again: with
 * anything else in it the attempt's id, which is the idempotency key, would be refused.
 */

/** For Stripe's form in the storefront's page, with whatever ways to pay the shop's dashboard offers. */
export async function beginIntent(stripe: Stripe, attempt: NewAttempt): Promise<ProviderPayment> {
  const { id, orderNumber, due, capture, email } = attempt;
  const intent = await stripe.paymentIntents.create(
    {
      amount: toStripeAmount(due),
      currency: due.currency.toLowerCase(),
      capture_method: capture,
      automatic_payment_methods: { enabled: true },
      description: `Order ${orderNumber}`,
      receipt_email: email,
      metadata: metadataOf(attempt),
      ...(capture === "manual" && {
        payment_method_options: { card: { request_multicapture: "if_available" } },
      }),
    },
    { idempotencyKey: id },
  );
  return presentIntent({ intent, disputes: [], refunds: [], captures: [], action: actionOfIntent(intent) });
}

/** For Stripe's own page. It stays open for a day, unless the attempt ends before. */
export async function beginCheckout(stripe: Stripe, attempt: NewAttempt): Promise<ProviderPayment> {
  const { id, orderId, orderNumber, due, capture, email, returnUrl } = attempt;
  if (returnUrl === undefined) throw new ProviderRefused("no_page_to_return_to");
  const metadata = metadataOf(attempt);
  const session = await stripe.checkout.sessions.create(
    {
      mode: "payment",
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: due.currency.toLowerCase(),
            unit_amount: toStripeAmount(due),
            product_data: { name: `Order ${orderNumber}` },
          },
        },
      ],
      success_url: returnUrl,
      cancel_url: returnUrl,
      client_reference_id: orderId,
      customer_email: email,
      metadata,
      payment_intent_data: {
        capture_method: capture === "manual" ? "manual" : "automatic",
        description: `Order ${orderNumber}`,
        metadata,
      },
    },
    { idempotencyKey: id },
  );
  return presentSession(session);
}

/** By which what happens at Stripe is told to be ours, also where its answer was lost. */
function metadataOf({ id, orderId, orderNumber }: NewAttempt) {
  return { attemptId: id, orderId, orderNumber };
}
