import type { Stripe } from "stripe";
import type { Outcome } from "./cards.ts";
import { addCharge, bookCapture } from "./charges.ts";
import { openDispute } from "./disputes.ts";
import { assertStatus } from "./payment-intents.ts";
import { cardOf } from "./payment-methods.ts";
import type { Charge, Intent } from "./rows.ts";
import type { World } from "./world.ts";

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

/** Asks the bank, which answers as the card's test says. */
export function attempt(world: World, id: string, outcome: Outcome, returnUrl?: string): Intent {
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
  if (cardOf(world, charge.payment_method).isDisputed) world.later(() => openDispute(world, intent.id));
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

function authentication(world: World, intent: Intent, returnUrl = ""): Stripe.PaymentIntent.NextAction {
  const url = `${world.origin()}/authenticate/${intent.id}?${new URLSearchParams({ return_url: returnUrl })}`;
  return { type: "redirect_to_url", redirect_to_url: { return_url: returnUrl || null, url } };
}
