import type { Stripe } from "stripe";
import { z } from "zod";
import { createIntentParams } from "./intent-params.ts";
import { integer, metadata, text } from "./params.ts";

const lineItem = z.strictObject({
  price_data: z.strictObject({
    currency: text.transform((code) => code.toLowerCase()),
    unit_amount: integer,
    product_data: z.strictObject({
      name: text,
      description: text.optional(),
      images: z.array(z.url()).max(8).optional(),
      metadata: metadata.optional(),
    }),
  }),
  quantity: integer.optional(),
});

/** What the session hands on to the payment that it makes. */
const intentData = createIntentParams.pick({
  capture_method: true,
  description: true,
  metadata: true,
  receipt_email: true,
  shipping: true,
  statement_descriptor_suffix: true,
  transfer_group: true,
});

export type IntentData = z.output<typeof intentData>;

export const createSessionParams = z.strictObject({
  cancel_url: text.optional(),
  client_reference_id: z.string().max(200).optional(),
  customer_email: text.optional(),
  expires_at: integer.optional(),
  line_items: z.array(lineItem).min(1).max(100),
  locale: text.optional(),
  metadata: metadata.optional(),
  mode: z.literal("payment"),
  payment_intent_data: intentData.optional(),
  success_url: text,
  ui_mode: z.literal("hosted_page").optional(),
} satisfies Partial<Record<keyof Stripe.Checkout.SessionCreateParams, z.ZodType>>);

export type CreateSession = z.output<typeof createSessionParams>;
