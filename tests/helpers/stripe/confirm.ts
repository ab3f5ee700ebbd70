import type { Stripe } from "stripe";
import { z } from "zod";
import { attempt } from "./attempt.ts";
import { Failure, invalidRequest } from "./failure.ts";
import { text } from "./params.ts";
import { assertStatus } from "./payment-intents.ts";
import { cardOf, createPaymentMethod, paymentMethodParams, usePaymentMethod } from "./payment-methods.ts";
import type { Intent, PaymentMethod } from "./rows.ts";
import type { World } from "./world.ts";

export const confirmIntentParams = z.strictObject({
  payment_method: text.optional(),
  payment_method_data: paymentMethodParams.optional(),
  receipt_email: text.optional(),
  return_url: text.optional(),
} satisfies Partial<Record<keyof Stripe.PaymentIntentConfirmParams, z.ZodType>>);

type ConfirmParams = z.output<typeof confirmIntentParams>;

/** Tries to pay. @throws Failure 402 when the card is declined, as the answer to the one who confirms. */
export function confirmIntent(world: World, id: string, params: ConfirmParams): Intent {
  const intent = world.intents.get(id);
  assertStatus(intent, ["requires_payment_method", "requires_confirmation", "requires_action"], "confirmed");
  const method = chosenMethod(world, intent, params);
  if (intent.automatic_payment_methods?.allow_redirects === "always" && !params.return_url) {
    throw invalidRequest(
      "This PaymentIntent accepts payment methods that might redirect your customer off of your page: you must provide a `return_url`.",
      { param: "return_url" },
    );
  }
  world.intents.change(id, {
    payment_method: method.id,
    last_payment_error: null,
    next_action: null,
    ...(params.receipt_email && { receipt_email: params.receipt_email }),
  });
  const tried = attempt(world, id, cardOf(world, method.id).outcome, params.return_url);
  const refused = tried.last_payment_error;
  if (refused) {
    const { code = "card_declined", message = "" } = refused;
    throw new Failure(402, { ...refused, type: "card_error", code, message, payment_intent: tried });
  }
  return tried;
}

function chosenMethod(world: World, intent: Intent, params: ConfirmParams): PaymentMethod {
  const id = params.payment_method ?? intent.payment_method;
  if (params.payment_method_data === undefined && id === null) {
    throw invalidRequest("You cannot confirm this PaymentIntent because it's missing a payment method.", {
      code: "payment_intent_unexpected_state",
      payment_intent: intent,
    });
  }
  const method = params.payment_method_data
    ? createPaymentMethod(world, params.payment_method_data)
    : usePaymentMethod(world, id ?? "");
  if (intent.payment_method_types.includes(method.type)) return method;
  throw invalidRequest(`The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent.`, {
    code: "payment_intent_incompatible_payment_method",
    param: "payment_method",
  });
}
