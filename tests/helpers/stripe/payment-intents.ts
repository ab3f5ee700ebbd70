import type { Stripe } from "stripe";
import { z } from "zod";
import { assertChargeable } from "./amounts.ts";
import { Failure, invalidRequest } from "./failure.ts";
import { address, boolean, clearable, integer, mergeMetadata, metadata, text } from "./params.ts";
import { usePaymentMethod } from "./payment-methods.ts";
import type { Intent } from "./rows.ts";
import type { World } from "./world.ts";

const options = z.strictObject({
  card: z
    .strictObject({
      request_multicapture: z.enum(["if_available", "never"]).optional(),
      request_three_d_secure: z.enum(["any", "automatic", "challenge"]).optional(),
    })
    .optional(),
});

const shipping = z.strictObject({
  name: text,
  phone: text.optional(),
  carrier: text.optional(),
  tracking_number: text.optional(),
  address,
});

/** What creating and updating have in common. */
const described = {
  description: clearable.optional(),
  metadata: metadata.optional(),
  receipt_email: clearable.optional(),
  shipping: shipping.optional(),
  statement_descriptor_suffix: z.string().max(22).optional(),
  transfer_group: text.optional(),
};

export const createIntentParams = z.strictObject({
  ...described,
  amount: integer,
  currency: text.transform((code) => code.toLowerCase()),
  allowed_payment_method_types: z.array(text).optional(),
  automatic_payment_methods: z
    .strictObject({ enabled: boolean, allow_redirects: z.enum(["always", "never"]).optional() })
    .optional(),
  capture_method: z.enum(["automatic", "automatic_async", "manual"]).optional(),
  confirm: boolean.optional(),
  payment_method: text.optional(),
  payment_method_options: options.optional(),
  return_url: text.optional(),
} satisfies Partial<Record<keyof Stripe.PaymentIntentCreateParams, z.ZodType>>);

export const updateIntentParams = z.strictObject({
  ...described,
  amount: integer.optional(),
  currency: text.optional(),
  payment_method: text.optional(),
} satisfies Partial<Record<keyof Stripe.PaymentIntentUpdateParams, z.ZodType>>);

export const cancelIntentParams = z.strictObject({
  cancellation_reason: z.enum(["duplicate", "fraudulent", "requested_by_customer", "abandoned"]).optional(),
} satisfies Partial<Record<keyof Stripe.PaymentIntentCancelParams, z.ZodType>>);

export function createIntent(world: World, params: z.output<typeof createIntentParams>): Intent {
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

export function updateIntent(world: World, id: string, params: z.output<typeof updateIntentParams>): Intent {
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

export function cancelIntent(world: World, id: string, reason: Intent["cancellation_reason"]): Intent {
  const intent = world.intents.get(id);
  const cancelable = [
    "requires_payment_method",
    "requires_capture",
    "requires_confirmation",
    "requires_action",
  ];
  const session = world.sessions.all().find((each) => each.payment_intent === id);
  assertStatus(intent, session ? ["requires_capture"] : cancelable, "canceled");
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

/** Debits cannot be held: they are offered for payments that are captured at once alone. */
function typesFor(params: z.output<typeof createIntentParams>): string[] {
  const debits = params.currency === "eur" && params.capture_method !== "manual" ? ["sepa_debit"] : [];
  const allowed = params.allowed_payment_method_types;
  const types = ["card", ...debits].filter((type) => allowed?.includes(type) ?? true);
  if (types.length > 0) return types;
  throw invalidRequest("No valid payment method types for this PaymentIntent.");
}

function optionsOf(params: z.output<typeof createIntentParams>): Intent["payment_method_options"] {
  const card = params.payment_method_options?.card;
  return {
    card: {
      installments: null,
      mandate_options: null,
      network: null,
      ...(card?.request_multicapture && { request_multicapture: card.request_multicapture }),
      request_three_d_secure: card?.request_three_d_secure ?? "automatic",
    },
  };
}

function shippingOf(given: z.output<typeof shipping> | undefined): Stripe.PaymentIntent.Shipping | null {
  if (!given) return null;
  const { city, country, line1, line2, postal_code, state } = given.address;
  return {
    address: {
      city: city ?? null,
      country: country ?? null,
      line1: line1 ?? null,
      line2: line2 ?? null,
      postal_code: postal_code ?? null,
      state: state ?? null,
    },
    carrier: given.carrier ?? null,
    name: given.name,
    phone: given.phone ?? null,
    tracking_number: given.tracking_number ?? null,
  };
}
