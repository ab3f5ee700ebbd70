import type { Stripe } from "stripe";
import { z } from "zod";
import { findCard, nameOfCard, type TestCard } from "./cards.ts";
import { Failure, invalidRequest, noSuch } from "./failure.ts";
import { address, integer, metadata, text } from "./params.ts";
import type { PaymentMethod } from "./rows.ts";
import type { World } from "./world.ts";

/** What a shopper types into a payment form. */
export const paymentMethodParams = z.strictObject({
  type: z.enum(["card", "sepa_debit"]),
  card: z
    .strictObject({ number: text, exp_month: integer, exp_year: integer, cvc: text.optional() })
    .optional(),
  sepa_debit: z.strictObject({ iban: text }).optional(),
  billing_details: z
    .strictObject({
      name: text.optional(),
      email: text.optional(),
      phone: text.optional(),
      address: address.optional(),
    })
    .optional(),
  metadata: metadata.optional(),
} satisfies Partial<Record<keyof Stripe.PaymentMethodCreateParams, z.ZodType>>);

export function createPaymentMethod(
  world: World,
  params: z.output<typeof paymentMethodParams>,
): PaymentMethod {
  const number = params.card?.number ?? params.sepa_debit?.iban ?? "";
  const name = nameOfCard(number);
  if (name === undefined) {
    const message = "Your card number is incorrect.";
    throw new Failure(402, { type: "card_error", code: "incorrect_number", message, param: "number" });
  }
  return addPaymentMethod(world, name, params.billing_details);
}

/** A payment method of its id, or a new one of a test card's name. */
export function usePaymentMethod(world: World, id: string): PaymentMethod {
  if (findCard(id)) return addPaymentMethod(world, id);
  const known = world.paymentMethods.find(id);
  if (!known) throw noSuch("PaymentMethod", id, "payment_method", 400);
  return known;
}

export function cardOf(world: World, paymentMethodId: string | null): TestCard {
  const card = findCard(world.cardOf.get(paymentMethodId ?? "") ?? "");
  if (!card) throw invalidRequest(`No such PaymentMethod: '${paymentMethodId}'`);
  return card;
}

type BillingDetails = z.output<typeof paymentMethodParams>["billing_details"];

function addPaymentMethod(world: World, cardName: string, billing: BillingDetails = {}): PaymentMethod {
  const card = findCard(cardName);
  if (!card) throw noSuch("PaymentMethod", cardName, "payment_method", 400);
  const id = world.newId("pm");
  world.cardOf.set(id, cardName);
  const { city, country, line1, line2, postal_code, state } = billing.address ?? {};
  return world.paymentMethods.insert({
    id,
    object: "payment_method",
    billing_details: {
      address: {
        city: city ?? null,
        country: country ?? null,
        line1: line1 ?? null,
        line2: line2 ?? null,
        postal_code: postal_code ?? null,
        state: state ?? null,
      },
      email: billing.email ?? null,
      name: billing.name ?? null,
      phone: billing.phone ?? null,
      tax_id: null,
    },
    created: world.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: card.type,
    ...(card.type === "card" ? { card: cardDetails(card) } : { sepa_debit: sepaDetails(card) }),
  });
}

function cardDetails({ brand, number }: TestCard): Stripe.PaymentMethod.Card {
  return {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
    country: "US",
    display_brand: brand,
    exp_month: 12,
    exp_year: 2034,
    funding: "credit",
    generated_from: null,
    last4: number.slice(-4),
    networks: { available: [brand], preferred: null },
    regulated_status: "unregulated",
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

function sepaDetails({ number }: TestCard): Stripe.PaymentMethod.SepaDebit {
  return {
    bank_code: number.slice(4, 12),
    branch_code: null,
    country: number.slice(0, 2),
    fingerprint: null,
    generated_from: { charge: null, setup_attempt: null },
    last4: number.slice(-4),
  };
}
