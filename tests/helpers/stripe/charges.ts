import type { Stripe } from "stripe";
import { recordCapture } from "./balance.ts";
import type { Outcome } from "./cards.ts";
import type { Charge, Intent, PaymentMethod } from "./rows.ts";
import type { World } from "./world.ts";

const authorizationDays = 7;

type Decline = Extract<Outcome, { kind: "declined" }>;

/** The charge of one attempt: paid, authorised alone, still under way, or declined. */
export function addCharge(
  world: World,
  intent: Intent,
  method: PaymentMethod,
  status: "succeeded" | "pending" | "failed",
  decline?: Decline,
): Charge {
  const captured = status !== "failed" && intent.capture_method !== "manual";
  return world.charges.insert({
    id: world.newId(method.type === "card" ? "ch" : "py"),
    object: "charge",
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: "BODEGA",
    captured,
    created: world.now(),
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcomeOf(status, decline),
    paid: status === "succeeded",
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: detailsOf(world, intent, method),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status,
    transfer_data: null,
    transfer_group: intent.transfer_group,
  });
}

/** Puts captured money on the balance: its charge shows the latest movement. */
export function bookCapture(world: World, chargeId: string, amount: number): Charge {
  const charge = world.charges.get(chargeId);
  const { id } = recordCapture(world, charge, amount);
  return world.charges.change(chargeId, { balance_transaction: id });
}

function outcomeOf(status: string, decline: Decline | undefined): Stripe.Charge.Outcome | null {
  if (status === "pending") return null;
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: decline ? "05" : null,
    network_status: decline ? "declined_by_network" : "approved_by_network",
    reason: decline ? (decline.declineCode ?? decline.code) : null,
    risk_level: "normal",
    seller_message: decline
      ? "The bank did not return any further details with this decline."
      : "Payment complete.",
    type: decline ? "issuer_declined" : "authorized",
  };
}

function detailsOf(world: World, intent: Intent, method: PaymentMethod): Stripe.Charge.PaymentMethodDetails {
  const { card, sepa_debit: sepa, type } = method;
  if (sepa) {
    const { bank_code, branch_code, country, last4 } = sepa;
    return { type, sepa_debit: { bank_code, branch_code, country, fingerprint: null, last4, mandate: null } };
  }
  if (!card) return { type };
  const isHeld = intent.capture_method === "manual";
  const multicapture = intent.payment_method_options?.card?.request_multicapture === "if_available";
  return {
    type,
    card: {
      amount_authorized: intent.amount,
      authorization_code: null,
      brand: card.brand,
      ...(isHeld && { capture_before: world.now() + authorizationDays * 86_400 }),
      checks: card.checks,
      country: card.country,
      electronic_commerce_indicator: null,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      funding: card.funding,
      installments: null,
      last4: card.last4,
      mandate: null,
      multicapture: { status: multicapture ? "available" : "unavailable" },
      network: card.brand,
      network_transaction_id: null,
      regulated_status: card.regulated_status,
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}
