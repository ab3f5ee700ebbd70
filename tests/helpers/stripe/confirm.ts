import type { Stripe } from "stripe";
import { z } from "zod";
import type { Outcome } from "./cards.ts";
import { addCharge, bookCapture } from "./charges.ts";
import { Failure, invalidRequest } from "./failure.ts";
import { text } from "./params.ts";
import { assertStatus } from "./payment-intents.ts";
import { cardOf, createPaymentMethod, paymentMethodParams, usePaymentMethod } from "./payment-methods.ts";
import type { Charge, Intent, PaymentMethod } from "./rows.ts";
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

/** The shopper's bank has asked them. */
export function authenticateIntent(world: World, id: string, answer: "succeed" | "fail"): Intent {
  const intent = world.intents.get(id);
  assertStatus(intent, ["requires_action"], "authenticated");
  const { outcome } = cardOf(world, intent.payment_method);
  if (answer === "succeed" && outcome.kind === "authenticates") return attempt(world, id, outcome.afterwards);
  return fail(world, intent, null, {
    kind: "declined",
    code: "payment_intent_authentication_failure",
    message: "The provided PaymentMethod has failed authentication.",
  });
}

/** The bank of a delayed method has answered. */
export function settleIntent(world: World, id: string, answer: "succeed" | "fail"): Intent {
  const intent = world.intents.get(id);
  assertStatus(intent, ["processing"], "settled");
  const charge = world.charges.get(intent.latest_charge ?? "");
  if (answer === "succeed") {
    return succeed(world, intent, world.charges.change(charge.id, { status: "succeeded", paid: true }));
  }
  const decline = {
    kind: "declined",
    code: "payment_intent_payment_attempt_failed",
    declineCode: "insufficient_funds",
    message: "The customer's account has insufficient funds to cover this payment.",
  } as const;
  const failed = world.charges.change(charge.id, {
    amount_captured: 0,
    captured: false,
    failure_code: decline.declineCode,
    failure_message: decline.message,
    status: "failed",
  });
  return fail(world, intent, failed, decline);
}

function attempt(world: World, id: string, outcome: Outcome, returnUrl?: string): Intent {
  const intent = world.intents.get(id);
  const method = world.paymentMethods.get(intent.payment_method ?? "");
  switch (outcome.kind) {
    case "succeeds":
      return succeed(world, intent, addCharge(world, intent, method, "succeeded"));
    case "declined":
      return fail(world, intent, addCharge(world, intent, method, "failed", outcome), outcome);
    case "authenticates":
      return change(world, intent, "payment_intent.requires_action", {
        next_action: authentication(world, intent, returnUrl),
        status: "requires_action",
      });
    case "delayed": {
      const charge = addCharge(world, intent, method, "pending");
      world.emit("charge.pending", charge);
      return change(world, intent, "payment_intent.processing", {
        latest_charge: charge.id,
        next_action: null,
        status: "processing",
      });
    }
  }
}

function succeed(world: World, intent: Intent, charge: Charge): Intent {
  if (!charge.captured) {
    world.emit("charge.succeeded", charge);
    return change(world, intent, "payment_intent.amount_capturable_updated", {
      amount_capturable: intent.amount,
      latest_charge: charge.id,
      next_action: null,
      status: "requires_capture",
    });
  }
  // https://docs.stripe.com/payments/payment-intents/asynchronous-capture: the balance hears of it after the shop does.
  if (intent.capture_method === "automatic_async") {
    world.emit("charge.succeeded", charge);
    world.later(() => {
      const booked = bookCapture(world, charge.id, charge.amount);
      world.emit("charge.updated", booked, { balance_transaction: null });
    });
  } else {
    world.emit("charge.succeeded", bookCapture(world, charge.id, charge.amount));
  }
  return change(world, intent, "payment_intent.succeeded", {
    amount_received: charge.amount,
    latest_charge: charge.id,
    next_action: null,
    status: "succeeded",
  });
}

function fail(
  world: World,
  intent: Intent,
  charge: Charge | null,
  { code, declineCode, message }: Extract<Outcome, { kind: "declined" }>,
): Intent {
  if (charge) world.emit("charge.failed", charge);
  return change(world, intent, "payment_intent.payment_failed", {
    last_payment_error: {
      code,
      ...(charge && { charge: charge.id }),
      ...(declineCode && { decline_code: declineCode }),
      doc_url: `https://docs.stripe.com/error-codes#${code.replaceAll("_", "-")}`,
      message,
      payment_method: world.paymentMethods.get(intent.payment_method ?? ""),
      type: charge ? "card_error" : "invalid_request_error",
    },
    ...(charge && { latest_charge: charge.id }),
    next_action: null,
    payment_method: null,
    status: "requires_payment_method",
  });
}

function change(world: World, intent: Intent, type: Stripe.Event.Type, changes: Partial<Intent>): Intent {
  const changed = world.intents.change(intent.id, changes);
  world.emit(type, changed);
  return changed;
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

function authentication(world: World, intent: Intent, returnUrl = ""): Stripe.PaymentIntent.NextAction {
  const url = `${world.origin()}/authenticate/${intent.id}?${new URLSearchParams({ return_url: returnUrl })}`;
  return { type: "redirect_to_url", redirect_to_url: { return_url: returnUrl || null, url } };
}
