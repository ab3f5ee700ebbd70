import type { Stripe } from "stripe";
import { z } from "zod";
import { invalidRequest } from "./failure.ts";
import { address, boolean, clearable, integer, metadata, text } from "./params.ts";
import type { Intent } from "./rows.ts";

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
} satisfies Partial<Record<keyof Stripe.PaymentIntentUpdateParams, z.ZodType>>;

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

export type CreateIntent = z.output<typeof createIntentParams>;
export type UpdateIntent = z.output<typeof updateIntentParams>;

/** Debits cannot be held: they are offered for payments that are captured at once alone. */
export function methodTypes(currency: string, captureMethod: CreateIntent["capture_method"]): string[] {
  return ["card", ...(currency === "eur" && captureMethod !== "manual" ? ["sepa_debit"] : [])];
}

export function typesFor(params: CreateIntent): string[] {
  const { allowed_payment_method_types: allowed, capture_method, currency } = params;
  const types = methodTypes(currency, capture_method).filter((type) => allowed?.includes(type) ?? true);
  if (types.length > 0) return types;
  throw invalidRequest("No valid payment method types for this PaymentIntent.");
}

export function optionsOf(params: CreateIntent): Intent["payment_method_options"] {
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

export function shippingOf(
  given: z.output<typeof shipping> | undefined,
): Stripe.PaymentIntent.Shipping | null {
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
