import { assertChargeable } from "./amounts.ts";
import { Failure } from "./failure.ts";
import { type CreateIntent, optionsOf, shippingOf, typesFor, type UpdateIntent } from "./intent-params.ts";
import { mergeMetadata } from "./params.ts";
import { usePaymentMethod } from "./payment-methods.ts";
import type { Intent } from "./rows.ts";
import type { World } from "./world.ts";

export function createIntent(world: World, params: CreateIntent): Intent {
  assertChargeable(params.amount, params.currency);
  const id = world.newId("pi");
  const method =
    params.payment_method === undefined ? null : usePaymentMethod(world, params.payment_method).id;
  const automatic = params.automatic_payment_methods;
  const intent = world.intents.insert({
    id,
    object: "payment_intent",
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount: params.amount,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: {
      allow_redirects: automatic?.allow_redirects ?? "always",
      enabled: automatic?.enabled ?? true,
    },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: params.capture_method ?? "automatic_async",
    client_secret: `${id}_secret_${crypto.randomUUID().replaceAll("-", "").slice(0, 25)}`,
    confirmation_method: "automatic",
    created: world.now(),
    currency: params.currency,
    customer: null,
    customer_account: null,
    description: params.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: mergeMetadata({}, params.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: method,
    payment_method_configuration_details: null,
    payment_method_options: optionsOf(params),
    payment_method_types: typesFor(params),
    payment_record: null,
    processing: null,
    receipt_email: params.receipt_email ?? null,
    review: null,
    setup_future_usage: null,
    shipping: shippingOf(params.shipping),
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: params.statement_descriptor_suffix ?? null,
    status: method === null ? "requires_payment_method" : "requires_confirmation",
    transfer_data: null,
    transfer_group: params.transfer_group ?? null,
  });
  world.emit("payment_intent.created", intent);
  return intent;
}

export function updateIntent(world: World, id: string, params: UpdateIntent): Intent {
  const intent = world.intents.get(id);
  const { amount = intent.amount, currency = intent.currency } = params;
  if (amount !== intent.amount || currency !== intent.currency) {
    assertStatus(intent, ["requires_payment_method", "requires_confirmation", "requires_action"], "updated");
    assertChargeable(amount, currency);
  }
  const method = params.payment_method && usePaymentMethod(world, params.payment_method).id;
  return world.intents.change(id, {
    amount,
    currency,
    metadata: mergeMetadata(intent.metadata, params.metadata),
    ...(params.description !== undefined && { description: params.description }),
    ...(params.receipt_email !== undefined && { receipt_email: params.receipt_email }),
    ...(params.shipping && { shipping: shippingOf(params.shipping) }),
    ...(method && { payment_method: method, status: "requires_confirmation" }),
  });
}

/** A payment that a shopper may be making on a Checkout page ends with its session, not by itself. */
export function cancelIntent(world: World, id: string, reason: Intent["cancellation_reason"]): Intent {
  const intent = world.intents.get(id);
  const cancelable = [
    "requires_payment_method",
    "requires_capture",
    "requires_confirmation",
    "requires_action",
  ];
  const isOnPage = world.sessions.all().some((each) => each.payment_intent === id && each.status === "open");
  assertStatus(intent, isOnPage ? ["requires_capture"] : cancelable, "canceled");
  if (intent.status === "requires_capture" && intent.latest_charge !== null) {
    world.emit("charge.expired", world.charges.get(intent.latest_charge));
  }
  const canceled = world.intents.change(id, {
    amount_capturable: 0,
    canceled_at: world.now(),
    cancellation_reason: reason,
    next_action: null,
    status: "canceled",
  });
  world.emit("payment_intent.canceled", canceled);
  return canceled;
}

/** @throws Failure `payment_intent_unexpected_state` unless the intent is in one of these. */
export function assertStatus(intent: Intent, allowed: readonly string[], done: string): void {
  if (allowed.includes(intent.status)) return;
  const only = allowed.length === 1 ? "" : "one of the following statuses: ";
  throw new Failure(400, {
    type: "invalid_request_error",
    code: "payment_intent_unexpected_state",
    message: `This PaymentIntent could not be ${done} because it has a status of ${intent.status}. Only a PaymentIntent with ${only}${allowed.join(", ")} may be ${done}.`,
    payment_intent: intent,
  });
}
