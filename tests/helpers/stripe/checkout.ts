import { sumOf } from "../../../server/core/exact.ts";
import { assertChargeable } from "./amounts.ts";
import type { CreateSession } from "./checkout-params.ts";
import { invalidRequest } from "./failure.ts";
import { methodTypes } from "./intent-params.ts";
import { lineItemOf } from "./line-items.ts";
import { mergeMetadata } from "./params.ts";
import { cancelIntent } from "./payment-intents.ts";
import type { Session } from "./rows.ts";
import type { World } from "./world.ts";

const hour = 60 * 60;

export function createSession(world: World, params: CreateSession): Session {
  const items = params.line_items.map((item) => lineItemOf(world, item));
  const [{ currency = "" } = {}] = items;
  if (items.some((item) => item.currency !== currency)) {
    throw invalidRequest("All prices on a Checkout Session must be in the same currency.", {
      param: "line_items",
    });
  }
  const total = sumOf(items.map(({ amount_total }) => amount_total));
  assertChargeable(total, currency);
  const id = world.newId("cs_test");
  world.lineItems.set(id, items);
  world.intentData.set(id, params.payment_intent_data ?? {});
  return world.sessions.insert({
    id,
    object: "checkout.session",
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: world.now(),
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: null,
    customer_account: null,
    customer_creation: "if_required",
    customer_details: null,
    customer_email: params.customer_email ?? null,
    discounts: [],
    expires_at: expiryOf(world, params.expires_at),
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: null,
    managed_payments: null,
    metadata: mergeMetadata({}, params.metadata),
    mode: "payment",
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: "if_required",
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: methodTypes(currency, params.payment_intent_data?.capture_method),
    payment_status: "unpaid",
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: null,
    subscription: null,
    success_url: params.success_url,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: `${world.origin()}/checkout/${id}`,
    wallet_options: null,
  });
}

/** Ends a session that nobody has paid: its page is gone, and the payment it has begun is canceled. */
export function expireSession(world: World, id: string): Session {
  const { status, payment_intent: intent } = world.sessions.get(id);
  if (status !== "open") {
    throw invalidRequest(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${status}.`,
    );
  }
  const expired = world.sessions.change(id, { status: "expired", url: null });
  if (intent !== null) cancelIntent(world, intent, "automatic");
  world.emit("checkout.session.expired", expired);
  return expired;
}

function expiryOf(world: World, given: number | undefined): number {
  const now = world.now();
  const expiry = given ?? now + 24 * hour;
  if (expiry >= now + hour / 2 && expiry <= now + 24 * hour) return expiry;
  throw invalidRequest("The `expires_at` timestamp must be 30 minutes to 24 hours from now.", {
    param: "expires_at",
  });
}
