/** The closed sets of words that the database, the rules and the contract share. */

export const productStatuses = ["draft", "published", "archived"] as const;
export type ProductStatus = (typeof productStatuses)[number];

/** The kinds of values that a shop's own attributes have. */
export const attributeTypes = ["text", "number", "boolean", "choice"] as const;
export type AttributeType = (typeof attributeTypes)[number];

/** What happens when more is asked for than is on hand: refuse, sell anyway, or do not count at all. */
export const stockPolicies = ["deny", "backorder", "untracked"] as const;
export type StockPolicy = (typeof stockPolicies)[number];

/** Where halves of a minor unit go. */
export const roundingModes = ["half_up", "half_even"] as const;
export type RoundingMode = (typeof roundingModes)[number];

/** What of a tax is rounded: that of each line, or that of the whole order. */
export const taxRoundings = ["line", "order"] as const;
export type TaxRounding = (typeof taxRoundings)[number];

export const promotionStatuses = ["active", "archived"] as const;

/** How a promotion comes to a cart: by itself, or by a code that its shopper knows. */
export const promotionTriggers = ["automatic", "code"] as const;
export type PromotionTrigger = (typeof promotionTriggers)[number];

/** Why a code takes nothing off a cart. */
export const couponRefusals = [
  "unknown",
  "not_started",
  "expired",
  "used_up",
  "used_by_customer",
  "wrong_market",
  "wrong_customer",
  "not_first_order",
  "wrong_day",
  "minimum_not_met",
  "nothing_to_reduce",
  "no_shipping_yet",
  "not_combinable",
] as const;
export type CouponRefusal = (typeof couponRefusals)[number];

/** How what was bought reaches its buyer. */
export const shippingKinds = ["delivery", "pickup"] as const;
export type ShippingKind = (typeof shippingKinds)[number];

export const shippingStatuses = ["active", "archived"] as const;

/** Why a buyer pays no tax. */
export const taxReliefs = ["exempt", "reverse_charge"] as const;
export type TaxRelief = (typeof taxReliefs)[number];

/** A guest's cart ends as `merged` when its lines go into the one that its customer had already. */
export const cartStatuses = ["open", "ordered", "merged"] as const;

export const orderStatuses = ["pending", "confirmed", "completed", "canceled", "expired"] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** Of all of an order's payments; derived, and stored to list orders by. */
export const orderPaymentStatuses = [
  "pending",
  "authorized",
  "partially_paid",
  "paid",
  "partially_refunded",
  "refunded",
  "canceled",
] as const;
export type OrderPaymentStatus = (typeof orderPaymentStatuses)[number];

/** How far all of an order's units have come; derived, and stored to list orders by. */
export const fulfillmentStatuses = [
  "unfulfilled",
  "partially_fulfilled",
  "fulfilled",
  "shipped",
  "delivered",
  "canceled",
] as const;
export type FulfillmentStatus = (typeof fulfillmentStatuses)[number];

/** Of one parcel, or of what is fetched or sent by wire. */
export const parcelStatuses = ["pending", "shipped", "delivered", "canceled"] as const;
export type ParcelStatus = (typeof parcelStatuses)[number];

export const returnStatuses = [
  "requested",
  "approved",
  "rejected",
  "received",
  "closed",
  "canceled",
] as const;
export type ReturnStatus = (typeof returnStatuses)[number];

export const refundStatuses = ["pending", "succeeded", "failed"] as const;
export type RefundStatus = (typeof refundStatuses)[number];

/** Of a payment that its buyer asked their bank to take back. */
export const disputeStatuses = ["open", "won", "lost"] as const;
export type DisputeStatus = (typeof disputeStatuses)[number];

/** Who may see an event of an order. */
export const eventAudiences = ["customer", "staff"] as const;

export const locationStatuses = ["active", "archived"] as const;

/** What moves stock. `opening` is what was there when the variant came. */
export const movementKinds = [
  "opening",
  "received",
  "adjusted",
  "reserved",
  "released",
  "sold",
  "returned",
] as const;
export type MovementKind = (typeof movementKinds)[number];

/** Of one attempt: `authorized` is money that is held and not taken yet. What is `processing` the shopper has done, and the money is on its way (a bank debit takes days). */
export const paymentStatuses = [
  "pending",
  "processing",
  "authorized",
  "captured",
  "failed",
  "canceled",
] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

export const paymentProviders = ["manual", "stripe"] as const;
export type PaymentProviderName = (typeof paymentProviders)[number];

/** The last two are a provider's: its form in the storefront's page, and a page of its own. */
export const paymentMethods = [
  "cash_on_delivery",
  "bank_transfer",
  "test_card",
  "embedded_form",
  "hosted_page",
] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

/** How an order is paid: as its shopper chose, or by what came back of an earlier one. */
export const paymentKinds = [...paymentMethods, "exchange"] as const;
export type PaymentKind = (typeof paymentKinds)[number];

/** When money that was authorized is taken: by itself, or as the goods are sent. */
export const captureModes = ["automatic", "manual"] as const;
export type CaptureMode = (typeof captureModes)[number];

/** Why a payment waits for a person: its money is not what the order asked for. */
export const holdReasons = ["amount_differs", "currency_differs"] as const;
export type HoldReason = (typeof holdReasons)[number];

/** Where money can be: all of it is in one of these at any moment, and what one gains another loses. */
export const moneyAccounts = ["buyer", "held", "provider", "disputed", "exchange", "fees", "bank"] as const;
export type MoneyAccount = (typeof moneyAccounts)[number];

interface Posting {
  /** Where it goes. */
  debit: MoneyAccount;
  /** Where it comes from. */
  credit: MoneyAccount;
}

/** What moves money, and between which accounts. */
export const moneyPostings = {
  /** Set apart at the buyer's bank. */
  authorized: { debit: "held", credit: "buyer" },
  /** No longer set apart: because it is taken, or is not wanted any more. */
  released: { debit: "buyer", credit: "held" },
  captured: { debit: "provider", credit: "buyer" },
  refunded: { debit: "buyer", credit: "provider" },
  refund_failed: { debit: "provider", credit: "buyer" },
  /** Held back by the provider until the dispute is decided. */
  disputed: { debit: "disputed", credit: "provider" },
  dispute_won: { debit: "provider", credit: "disputed" },
  dispute_lost: { debit: "buyer", credit: "disputed" },
  /** Taken from what was paid for one order, to pay another with. */
  exchanged_out: { debit: "buyer", credit: "exchange" },
  exchanged_in: { debit: "exchange", credit: "buyer" },
  fee_charged: { debit: "fees", credit: "provider" },
  fee_returned: { debit: "provider", credit: "fees" },
  paid_out: { debit: "bank", credit: "provider" },
  /** What the provider had paid out too much. */
  paid_in: { debit: "provider", credit: "bank" },
} as const satisfies Record<string, Posting>;
export type MoneyMovementKind = keyof typeof moneyPostings;

/** What a payout is made of. `other` is what the provider asks for or gives beside payments. */
export const payoutEntryKinds = [
  "captured",
  "refunded",
  "refund_failed",
  "disputed",
  "dispute_won",
  "other",
] as const;
export type PayoutEntryKind = (typeof payoutEntryKinds)[number];

/** A blocked customer keeps their orders and cannot sign in. */
export const customerStatuses = ["active", "blocked"] as const;

export const tokenPurposes = ["verify-email", "reset-password"] as const;
export type TokenPurpose = (typeof tokenPurposes)[number];

/** What staff and API keys may be allowed to do; a role is a set of these. To write includes nothing else. */
export const permissions = [
  "catalog:read",
  "catalog:write",
  "inventory:read",
  "inventory:write",
  "orders:read",
  "orders:write",
  "orders:refund",
  "payments:read",
  "promotions:read",
  "promotions:write",
  "shipping:read",
  "shipping:write",
  "tax:read",
  "tax:write",
  "customers:read",
  "customers:write",
  "staff:read",
  "staff:write",
  "keys:read",
  "keys:write",
  "audit:read",
] as const;
export type Permission = (typeof permissions)[number];
