// Generated from the server's router by `bun run sdk:generate`; edits are lost.

/** A procedure that reads. A type alone: no value has these fields. */
export interface Query<Input, Output, Code extends ErrorCode = never> {
  kind: "query";
  input: Input;
  output: Output;
  code: Code | CommonCode;
}

/** A procedure that writes. A type alone: no value has these fields. */
export interface Mutation<Input, Output, Code extends ErrorCode = never> {
  kind: "mutation";
  input: Input;
  output: Output;
  code: Code | CommonCode | "IDEMPOTENCY_CONFLICT";
}

/** A procedure that tells of one event after the other. A type alone: no value has these fields. */
export interface Subscription<Input, Output, Code extends ErrorCode = never> {
  kind: "subscription";
  input: Input;
  output: Output;
  code: Code | CommonCode;
}

export type ErrorCode = keyof ErrorData;

/** The codes that any procedure may answer. */
export type CommonCode = "BAD_REQUEST" | "FORBIDDEN" | "INTERNAL" | "PAYLOAD_TOO_LARGE";

export type ChangeCode = "NOT_FOUND" | "VERSION_CONFLICT";

export type OrderChangeCode = "INVALID_TRANSITION" | "NOT_FOUND" | "VERSION_CONFLICT";

export type TransitionCode = "INVALID_TRANSITION" | "NOT_FOUND";

export type PasswordCode = "INVALID_CREDENTIALS" | "RATE_LIMITED";

export type CartCode = "CART_NOT_OPEN" | "CONFLICT" | "NOT_FOUND";

export type StaffCode = "MFA_ENROLLMENT_REQUIRED" | "UNAUTHENTICATED";

export interface AccessToken {
  /** A JWT, signed with EdDSA; `iss` is the shop's public origin, `sub` the customer's id */
  token: string;
  expiresAt: Date;
}

export interface AccountEvent {
  type: string;
  /** The network address it came from, if known; null for what others did */
  address: string | null;
  /** What the program said of itself; empty for what others did */
  device: string;
  createdAt: Date;
}

export interface AccountExport {
  exportedAt: Date;
  profile: Profile;
  /** Which the shop has put the customer into */
  groups: string[];
  /** Whether the customer pays no tax anywhere */
  taxExempt: boolean;
  addresses: SavedAddress[];
  sessions: Session[];
  /** Whether signing in takes a code of an authenticator app */
  secondFactor: boolean;
  /** Through whom else the customer can sign in */
  identities: LinkedIdentity[];
  /** Of those who run the shop; null for everybody else */
  role: string | null;
  /** Those the customer made as one of the staff, the newest first */
  apiKeys: ApiKey[];
  /** The newest first */
  orders: Order[];
  /** The newest first */
  returns: Return[];
  /** Those that were not ordered, the newest first */
  carts: OpenCart[];
  /** What the customer did and what was done to the account, the latest first: 1000 at most */
  events: AccountEvent[];
}

export interface Address extends Location {
  firstName: string;
  lastName: string;
}

export interface Adjustment {
  promotionId: string;
  name: string;
  /** Null where the promotion came by itself */
  code: string | null;
  /** What it takes off */
  amount: Money;
}

export interface AdminAttribute {
  key: string;
  name: string;
  type: AttributeType;
  /** Of a choice; null for the other types */
  choices: string[] | null;
  /** Whether any product has it: its type stays, and so do the choices in use */
  inUse: boolean;
  /** Rises with every change */
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface AdminCategory extends CategoryPlace {
  /** HTML as the merchant wrote it */
  description: string;
  /** What search engines show instead of the name */
  seoTitle: string | null;
  seoDescription: string | null;
  translations: CategoryTranslation[];
}

export interface AdminCategorySummary extends CategoryPlace {
  /** How many stand above it */
  level: number;
}

export interface AdminImage {
  id: string;
  url: string;
  alt: string;
  width: number | null;
  height: number | null;
  sizes: { url: string; width: number }[];
}

export interface AdminMarket extends Market {
  taxCountry: string | null;
  taxRounding: "line" | "order";
  rounding: "half_even" | "half_up";
  /** Rises with every change */
  version: number;
}

export interface AdminPrice {
  currency: string;
  amount: number;
  compareAtAmount: number | null;
  offers: Offer[];
}

export interface AdminProduct {
  id: string;
  slug: string;
  title: string;
  /** HTML */
  description: string;
  vendor: string | null;
  type: string | null;
  tags: string[];
  status: ProductStatus;
  /** In the future it is scheduled */
  publishedAt: Date | null;
  seoTitle: string | null;
  seoDescription: string | null;
  /** Whose rates it is taxed by */
  taxClass: string;
  options: { name: string; values: string[] }[];
  images: AdminImage[];
  categories: { id: string; slug: string; name: string }[];
  attributes: Record<string, boolean | number | string>;
  translations: AdminTranslation[];
  variants: AdminVariant[];
  /** Rises with every change */
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface AdminProductPage {
  items: AdminProductSummary[];
  nextCursor: string | null;
}

export interface AdminProductSummary {
  id: string;
  slug: string;
  title: string;
  status: ProductStatus;
  publishedAt: Date | null;
  vendor: string | null;
  type: string | null;
  image: Image | null;
  /** How many it has */
  variants: number;
  version: number;
  updatedAt: Date;
}

export interface AdminProductsInput {
  limit?: number | undefined;
  /** `nextCursor` of the page before */
  cursor?: string | undefined;
  /** Words, or a whole SKU or barcode */
  q?: string | undefined;
  status?: ProductStatus | undefined;
  vendor?: string | undefined;
  tag?: string | undefined;
  /** A category's slug; includes what is below it */
  category?: string | undefined;
  /** `updated`: the latest first */
  sort?: "title" | "updated" | undefined;
}

export interface AdminPromotion extends AdminPromotionSummary {
  /** Those that it is on; null is all */
  lines: LineSelection | null;
  conditions: PromotionConditions;
  effect: PromotionEffect;
  /** The most it takes off one order */
  cap: Amounts | null;
}

export interface AdminPromotionPage {
  items: AdminPromotionSummary[];
  nextCursor: string | null;
}

export interface AdminPromotionSummary {
  id: string;
  name: string;
  trigger: "automatic" | "code";
  status: "active" | "archived";
  priority: number;
  exclusive: boolean;
  startsAt: Date | null;
  endsAt: Date | null;
  usageLimit: number | null;
  usageLimitPerCustomer: number | null;
  /** How many orders have used it */
  uses: number;
  /** What it has taken off them, in each currency */
  discounted: Money[];
  /** Rises with every change; not with uses */
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface AdminPromotionsInput extends PageInput {
  /** Part of the name, or how a code begins */
  q?: string | undefined;
  status?: "active" | "archived" | undefined;
  trigger?: "automatic" | "code" | undefined;
}

export interface AdminShippingOption {
  id: string;
  name: string;
  description: string;
  kind: "delivery" | "pickup";
  /** An archived one is on offer no more; carts and orders that have it keep it */
  status: "active" | "archived";
  zones: ShippingZone[] | null;
  prices: Record<string, ShippingPrice>;
  days: { min: number; max: number } | null;
  pickupAddress: Location | null;
  excluded: LineSelection | null;
  taxClass: string | null;
  position: number;
  /** Rises with every change */
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface AdminTaxRate {
  name: string;
  region: string | null;
  postalCodes: string[] | null;
  taxClass: string;
  /** With up to two decimals */
  basisPoints: number;
  onShipping: boolean;
  reverseCharge: boolean;
}

export interface AdminTaxRates {
  /** ISO 3166-1 alpha-2 */
  country: string;
  /** Rises with every change */
  version: number;
  rates: AdminTaxRate[];
}

export interface AdminTranslation {
  locale: string;
  slug: string | null;
  title: string | null;
  description: string | null;
  seoTitle: string | null;
  seoDescription: string | null;
}

export interface AdminVariant {
  id: string;
  sku: string | null;
  barcode: string | null;
  title: string;
  optionValues: string[];
  weightGrams: number;
  lengthMm: number | null;
  widthMm: number | null;
  heightMm: number | null;
  requiresShipping: boolean;
  maxPerOrder: number | null;
  imageId: string | null;
  prices: AdminPrice[];
  /** Changed in the inventory */
  stock: { policy: "backorder" | "deny" | "untracked"; onHand: number; reserved: number };
}

/** In minor units, by currency (ISO 4217) */
export type Amounts = Readonly<Record<string, number>>;

export interface ApiKey {
  id: string;
  name: string;
  /** Its first characters, to tell it by */
  start: string;
  scopes: Permission[];
  /** The id of the member of staff who made it */
  createdBy: string | null;
  createdAt: Date;
  /** To the hour; null until it is used */
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

export interface ApiKeyPage {
  items: ApiKey[];
  nextCursor: string | null;
}

export type AttributeType = "boolean" | "choice" | "number" | "text";

export interface AuditEvent {
  id: string;
  type: string;
  /** Who did it; null for nobody who was signed in */
  actorId: string | null;
  /** The record it was done to */
  subjectId: string | null;
  /** Such as the role that was given */
  details: Record<string, boolean | number | string | string[] | null> | null;
  /** The network address it came from, if known */
  address: string | null;
  /** What the program said of itself */
  device: string;
  createdAt: Date;
}

export interface AuditListInput extends PageInput {
  /** Such as `login-failed` */
  type?: string | undefined;
  /** Who did it: a customer, a member of staff or an API key */
  actorId?: string | undefined;
  /** The record it was done to */
  subjectId?: string | undefined;
  /** From this moment on */
  since?: Date | undefined;
  /** Before this moment */
  until?: Date | undefined;
}

export interface AuditPage {
  items: AuditEvent[];
  nextCursor: string | null;
}

export interface CancelInput extends ChangeInput {
  /** All that is not sent when left out */
  lines?: { lineId: string; quantity: number }[] | undefined;
  /** The buyer reads it */
  reason?: string | undefined;
}

export interface CappedLine {
  lineId: string;
  variantId: string;
  /** What both carts had of it together */
  wanted: number;
  /** What the limits left of that */
  quantity: number;
}

export interface Cart {
  /** Keep it secret: who knows it may use the cart */
  id: string;
  /** Rises with every change */
  version: number;
  status: "merged" | "open" | "ordered";
  market: string;
  /** ISO 4217 */
  currency: string;
  email: string | null;
  shippingAddress: Address | null;
  billingAddress: Address | null;
  vatId: string | null;
  /** Whether any line has to be sent or fetched */
  requiresShipping: boolean;
  /** The one that was chosen */
  shippingOption: ChosenShippingOption | null;
  lines: CartLine[];
  /** Null where none is chosen or needed, and where the chosen one does not take the cart */
  shipping: (Priced & { option: ShippingOption }) | null;
  /** The cart's codes, in the order in which they came */
  coupons: {
    code: string;
    applied: boolean;
    /** Why it takes nothing off; null where it does */
    reason: CouponRefusal | null;
  }[];
  /** All that each promotion takes off, lines and shipping */
  promotions: Adjustment[];
  /** The sum of each tax */
  taxes: Tax[];
  /** Whether the prices hold the taxes */
  taxIncluded: boolean;
  /** Why the buyer pays no tax: amounts are without it then */
  taxRelief: "exempt" | "reverse_charge" | null;
  /** Whether who works out the taxes could not be asked */
  taxEstimated: boolean;
  totals: Totals;
  createdAt: Date;
  updatedAt: Date;
}

export interface CartLine extends Priced {
  id: string;
  variantId: string;
  productSlug: string;
  /** The product's title */
  title: string;
  variantTitle: string;
  sku: string | null;
  image: Image | null;
  quantity: number;
  attributes: Record<string, string>;
  unitPrice: Money;
  /** What stands in the way of ordering the line as it is */
  issues: CartLineIssue[];
}

export type CartLineIssue =
  | { code: "OUT_OF_STOCK"; available: number }
  | { code: "PRICE_CHANGED"; seenUnitPrice: Money }
  | { code: "TOO_MANY"; max: number }
  | { code: "VARIANT_UNAVAILABLE" };

export interface CatalogInput {
  /** The code of a market; the store's default one when left out */
  market?: string | undefined;
  /** A language (BCP 47) for the texts; the market's when left out */
  locale?: string | undefined;
}

export interface Category extends CategoryFields {
  children: Category[];
}

export interface CategoryFields {
  id: string;
  /** The one in use, in this language */
  slug: string;
  name: string;
}

export interface CategoryPage extends CategoryFields {
  /** HTML as the merchant wrote it */
  description: string;
  seo: Seo;
  /** From the root of the tree to the category itself */
  path: CategoryStep[];
  children: CategoryFields[];
}

export interface CategoryPlace {
  id: string;
  /** Null at the root */
  parentId: string | null;
  slug: string;
  name: string;
  /** Among those of the same parent, from 0 */
  position: number;
  /** Rises with every change of its own */
  version: number;
  /** In it alone, whatever their status; not those below it */
  productCount: number;
}

export interface CategoryStep {
  slug: string;
  name: string;
}

export interface CategoryTranslation {
  locale: string;
  slug: string | null;
  name: string | null;
  description: string | null;
  seoTitle: string | null;
  seoDescription: string | null;
}

export interface ChangeInput {
  id: string;
  /** The version that was seen: a later one is not written over */
  version?: number | undefined;
}

export interface ChangedProducts {
  products: { id: string; version: number }[];
}

export interface CheapestFreeEffect {
  type: "cheapest_free";
  /** Of how many units some are free */
  every: number;
  /** How many of them: the cheapest */
  free: number;
}

export interface ChosenShippingOption extends ShippingWay {
  /** Null where it does not take the cart as it is now */
  price: Money | null;
}

export interface ClaimedCart {
  cart: Cart;
  capped: CappedLine[];
  /** Those of the guest's cart beyond what a cart takes */
  droppedCodes: string[];
}

export interface CodesInput extends PageInput {
  promotionId: string;
  /** How the code begins */
  q?: string | undefined;
  /** Whether only those that no order has used */
  unused?: boolean | undefined;
}

export type CouponRefusal =
  | "expired"
  | "minimum_not_met"
  | "no_shipping_yet"
  | "not_combinable"
  | "not_first_order"
  | "not_started"
  | "nothing_to_reduce"
  | "unknown"
  | "used_by_customer"
  | "used_up"
  | "wrong_customer"
  | "wrong_day"
  | "wrong_market";

export interface CreateApiKeyInput {
  /** What people call it, such as the server that holds it: one for each of a maker's live keys */
  name: string;
  /** What it may do: nothing that its maker may not */
  scopes: (
    | "audit:read"
    | "catalog:read"
    | "catalog:write"
    | "customers:read"
    | "customers:write"
    | "inventory:read"
    | "inventory:write"
    | "keys:read"
    | "orders:read"
    | "orders:refund"
    | "orders:write"
    | "payments:read"
    | "promotions:read"
    | "promotions:write"
    | "shipping:read"
    | "shipping:write"
    | "staff:read"
    | "tax:read"
    | "tax:write"
  )[];
  /** Never when left out */
  expiresAt?: Date | null | undefined;
  /** Of its maker */
  password: string;
}

export interface CreateCodesInput {
  promotionId: string;
  /** One code; its letters' case does not matter */
  code?: string | undefined;
  /** Or so many that nobody can guess */
  count?: number | undefined;
  /** What those begin with: `SUMMER-` */
  prefix?: string | undefined;
  /** How many orders may use each: 1 is single use, null any number */
  usageLimit: number | null;
}

export interface CreatedApiKey {
  apiKey: ApiKey;
  /** What to send as `Authorization: Bearer …`: shown this once, and not kept */
  key: string;
}

export interface CreatedCodes {
  codes: string[];
}

export interface Customer {
  id: string;
  email: string;
  createdAt: Date;
}

export interface CustomerDetails extends CustomerRecord {
  phone: string | null;
  /** The default one first */
  addresses: SavedAddress[];
  /** How many they placed, whatever became of them */
  orders: number;
  /** What the orders that stand come to, in each currency */
  spent: Money[];
  /** Whether signing in takes an authenticator app too */
  secondFactor: boolean;
}

export interface CustomerPage {
  items: CustomerRecord[];
  nextCursor: string | null;
}

export interface CustomerRecord {
  id: string;
  email: string;
  /** When its owner proved to read that mailbox */
  emailVerifiedAt: Date | null;
  firstName: string | null;
  lastName: string | null;
  /** Who is blocked cannot sign in */
  status: "active" | "blocked";
  /** What promotions know them by */
  groups: string[];
  /** Whether they pay no tax anywhere */
  taxExempt: boolean;
  createdAt: Date;
}

export interface CustomersInput extends PageInput {
  /** How the e-mail address or the last name begins */
  q?: string | undefined;
  status?: "active" | "blocked" | undefined;
}

export type Debit = "bank" | "buyer" | "disputed" | "exchange" | "fees" | "held" | "provider";

export interface Dispute {
  id: string;
  orderId: string;
  paymentId: string;
  /** What the provider finds it by */
  reference: string;
  status: "lost" | "open" | "won";
  /** What it holds back, or took; nothing as long as a bank asks questions alone */
  amount: Money;
  /** In the provider's words */
  reason: string;
  /** Until when evidence can be handed in, at the provider */
  dueBy: Date | null;
  createdAt: Date;
}

export interface DisputePage {
  items: Dispute[];
  nextCursor: string | null;
}

export interface DisputesInput extends PageInput {
  status?: "lost" | "open" | "won" | undefined;
}

export interface Done {
  done: true;
}

export interface EditOrderInput {
  id: string;
  /** The version that was seen: a later one is not written over */
  version: number;
  /** How many units of a line there are to be, sent ones included; more are a new line at today's price */
  set?: { lineId: string; quantity: number }[] | undefined;
  add?: { variantId: string; quantity: number }[] | undefined;
}

/** Every error a client can meet, with the data that comes with it. */
export interface ErrorData {
  BAD_REQUEST: { issues: FieldIssue[] };
  UNAUTHENTICATED: NoData;
  FORBIDDEN: NoData;
  NOT_FOUND: NoData;
  CONFLICT: NoData;
  /** `retryAfter` in seconds. */
  RATE_LIMITED: { retryAfter: number };
  IDEMPOTENCY_CONFLICT: NoData;
  /** `current` is the version that there is now. */
  VERSION_CONFLICT: { current: number };
  INVALID_CREDENTIALS: NoData;
  /** The password was right; `auth.mfa.challenge` takes the second factor under this id, once and for five minutes. */
  MFA_REQUIRED: { challengeId: string };
  /** Only staff with a second factor may do this here: `auth.mfa.enroll` first. */
  MFA_ENROLLMENT_REQUIRED: NoData;
  /** Of staff alone: sign-up does not tell. */
  EMAIL_TAKEN: NoData;
  TOKEN_EXPIRED: NoData;
  CART_NOT_OPEN: NoData;
  CART_EMPTY: NoData;
  VARIANT_UNAVAILABLE: { variantId: string };
  OUT_OF_STOCK: { variantId: string; available: number };
  /** Levels that are other than was expected, and what they are. */
  STOCK_CHANGED: { levels: LevelOnHand[] };
  /** More units of the variant than one order may have. */
  QUANTITY_LIMIT: { variantId: string; max: number };
  /** Lines whose price was another when they were last changed, and what all comes to today. */
  PRICE_CHANGED: { lines: PriceChange[]; total: Money };
  /** `coupon` is the code that was given. */
  COUPON_INVALID: { coupon: string; reason: CouponRefusal };
  SHIPPING_UNAVAILABLE: NoData;
  ADDRESS_REQUIRED: NoData;
  EMAIL_REQUIRED: NoData;
  PAYMENT_UNAVAILABLE: NoData;
  /** `available` is how many units of the order's line are left for it. */
  UNITS_UNAVAILABLE: { lineId: string; available: number };
  /** What it is now does not lead to what was asked for. */
  INVALID_TRANSITION: { from: string; to: string };
  /** `refundable` is what is left to give back. */
  REFUND_EXCEEDS_CAPTURED: { refundable: Money };
  /** `not-due` until the order is paid or on its way; `no-seller` where the shop has not said who sells. */
  INVOICE_UNAVAILABLE: { reason: "no-seller" | "not-due" };
  PAYLOAD_TOO_LARGE: NoData;
  INTERNAL: { requestId: string };
}

export interface ExchangeInput {
  returnId: string;
  lines: { variantId: string; quantity: number }[];
}

export interface FacetValue {
  value: string;
  count: number;
}

export interface Facets {
  tags?: FacetValue[] | undefined;
  vendor?: FacetValue[] | undefined;
  options?: { name: string; values: FacetValue[] }[] | undefined;
  /** In minor units of the market's currency; null when there are no products */
  price?:
    | {
        /** The lowest price */
        min: number;
        /** The highest price */
        max: number;
        /** Both ends included */
        buckets: { min: number; max: number; count: number }[];
      }
    | null
    | undefined;
  availability?: { inStock: number; soldOut: number } | undefined;
  attributes?:
    | {
        key: string;
        name: string;
        type: AttributeType;
        values: { value: boolean | string; count: number }[];
        /** Of a number */
        range: { min: number; max: number; count: number } | null;
      }[]
    | undefined;
}

/** What is said of one field of a refused input; `path` is dotted, empty for the input as a whole. */
export interface FieldIssue {
  path: string;
  message: string;
}

export interface FixedAmountEffect {
  type: "fixed_amount";
  /** Off each unit of `lines`, off the `order` once, or off `shipping` */
  target: "lines" | "order" | "shipping";
  amounts: Amounts;
}

export interface FixedPriceEffect {
  type: "fixed_price";
  target: "lines" | "shipping";
  /** What each unit, or shipping, costs where it costs more */
  amounts: Amounts;
}

export interface FulfillInput extends ChangeInput {
  /** All that is to be sent and is not yet when left out */
  lines?: { lineId: string; quantity: number }[] | undefined;
  /** From there alone; from wherever it is held when left out */
  locationId?: string | undefined;
  tracking?: TrackingInput | undefined;
}

export interface Fulfillment {
  id: string;
  status: "canceled" | "delivered" | "pending" | "shipped";
  lines: OrderLineUnits[];
  tracking: Tracking | null;
  shippedAt: Date | null;
  deliveredAt: Date | null;
  createdAt: Date;
}

export interface FulfillmentInput extends ChangeInput {
  fulfillmentId: string;
}

export interface Image {
  url: string;
  alt: string;
}

export interface ImageInput {
  url: string;
  alt?: string | undefined;
  /** In pixels */
  width?: number | null | undefined;
  height?: number | null | undefined;
  /** The same picture in other widths, the narrowest first */
  sizes?: { url: string; width: number }[] | null | undefined;
}

export interface ImportCounts {
  created: number;
  updated: number;
  unchanged: number;
}

export interface ImportIssue {
  /** Where the row begins, from 1 */
  line: number;
  /** The column, or the path within the line; null for the row as a whole */
  column: string | null;
  message: string;
}

export interface ImportSummary {
  rows: number;
  /** Those that did not go in, or not as a whole */
  skippedRows: number;
  products: ImportCounts;
  variants: ImportCounts;
  /** The first thousand, in the order of the file */
  issues: ImportIssue[];
  moreIssues: number;
  /** Why the end of the file could not be read */
  broken: ImportIssue | null;
}

export interface Invoice {
  /** Without a gap within its year: `2026-000042` */
  number: string;
  issuedAt: Date;
  /** A path of this server, where the PDF is */
  url: string;
}

/** What is on hand of a variant at a location. */
export interface LevelOnHand {
  variantId: string;
  locationId: string;
  onHand: number;
}

/** The lines that any of it names */
export interface LineSelection {
  productIds: readonly string[];
  categoryIds: readonly string[];
  tags: readonly string[];
}

export interface LineSelectionInput {
  productIds?: readonly string[] | undefined;
  /** A category names all below it too */
  categoryIds?: readonly string[] | undefined;
  tags?: readonly string[] | undefined;
}

export interface LinkedIdentity {
  /** The provider's name when it was linked */
  provider: string;
  /** As people know it */
  label: string;
  /** When it was linked */
  createdAt: Date;
}

export interface Location {
  company?: string | undefined;
  line1: string;
  line2?: string | undefined;
  city: string;
  /** State, province or county */
  region?: string | undefined;
  /** Empty where the country has no codes */
  postalCode: string;
  /** ISO 3166-1 alpha-2 */
  country: string;
  phone?: string | undefined;
}

export interface LocationStock {
  locationId: string;
  onHand: number;
  reserved: number;
}

export interface MarkShippedInput extends FulfillmentInput {
  /** What it has already stays when left out */
  tracking?: TrackingInput | undefined;
}

export interface Market {
  /** What `market` takes */
  code: string;
  name: string;
  /** ISO 4217; of every price in it */
  currency: string;
  /** The language its texts are in, where they are translated (BCP 47) */
  locale: string;
  /** ISO 3166-1 alpha-2 codes; null is everywhere */
  countries: string[] | null;
  /** Whether its prices are what is paid, tax and all */
  pricesIncludeTax: boolean;
  /** Whether it is the one where none is named: one of them is */
  isDefault: boolean;
}

export interface Me extends Customer {
  /** Whether signing in takes a code of an authenticator app */
  secondFactor: boolean;
  /** Of those who run the shop; null for everybody else */
  role: string | null;
}

export type Method = "bank_transfer" | "cash_on_delivery" | "embedded_form" | "hosted_page" | "test_card";

export interface MfaEnrollment {
  /** `otpauth://…`, to be shown as a QR code */
  uri: string;
  /** The same in base32, to be typed */
  secret: string;
}

export interface MfaRecoveryCodes {
  /** Each signs in once without the app; they are not shown again */
  recoveryCodes: string[];
  /** Of the session from now on, for `session: "token"` alone: keep it secret */
  token: string | null;
}

/** An amount in minor units (cents, yen, fils) of an ISO 4217 currency. */
export interface Money {
  amount: number;
  currency: string;
}

export interface MoneyBalance {
  account: Debit;
  opening: Money;
  closing: Money;
}

export interface MoneyBalances {
  provider: "manual" | "stripe";
  currency: string;
  /** They sum to zero, at the beginning and the end */
  accounts: MoneyBalance[];
}

export interface MoneyDay {
  day: string;
  provider: "manual" | "stripe";
  kind: MoneyMovementKind;
  /** Of movements */
  count: number;
  amount: Money;
}

export interface MoneyInput {
  amount: number;
  currency: string;
}

export interface MoneyMovement {
  id: string;
  /** Null for payouts, which are of many orders */
  orderId: string | null;
  paymentId: string | null;
  /** With whom the money is, or was */
  provider: "manual" | "stripe";
  kind: MoneyMovementKind;
  /** Where it went */
  debit: Debit;
  /** Where it came from */
  credit: Debit;
  amount: Money;
  /** The refund, dispute or payout that it is of, or what the provider calls a fee */
  sourceId: string | null;
  movedAt: Date;
}

export type MoneyMovementKind =
  | "authorized"
  | "captured"
  | "dispute_lost"
  | "dispute_won"
  | "disputed"
  | "exchanged_in"
  | "exchanged_out"
  | "fee_charged"
  | "fee_returned"
  | "paid_in"
  | "paid_out"
  | "refund_failed"
  | "refunded"
  | "released";

export interface MoneyMovementPage {
  items: MoneyMovement[];
  nextCursor: string | null;
}

export interface MoneyMovementsInput extends PageInput {
  orderId?: string | undefined;
  paymentId?: string | undefined;
  /** Of UTC, such as `2026-11-28` */
  day?: string | undefined;
}

export interface MoneyReport {
  /** What was moved, by day, provider, currency and kind */
  days: MoneyDay[];
  /** Where the money was before the first day, and after the last */
  balances: MoneyBalances[];
}

export interface MoneyReportInput {
  /** Of UTC, such as `2026-11-28` */
  from: string;
  /** The last day, which is in it */
  to: string;
}

export interface NewVariantInput extends VariantFields {
  /** What there is to sell at first */
  stock?: Stock | undefined;
}

/** Of an error that says all by its code. */
export interface NoData {}

export interface Offer {
  amount: number;
  minQuantity: number;
  startsAt: Date | null;
  endsAt: Date | null;
}

export interface OfferInput {
  /** In minor units: 1990 is 19.90 EUR */
  amount: number;
  /** From how many units on; 1 by default */
  minQuantity?: number | undefined;
  startsAt?: Date | null | undefined;
  /** The first moment it no longer holds */
  endsAt?: Date | null | undefined;
}

export interface OpenCart {
  id: string;
  lines: { variantId: string; quantity: number; attributes: Record<string, string> }[];
  codes: string[];
  vatId: string | null;
  email: string | null;
  shippingAddress: Address | null;
  billingAddress: Address | null;
}

export interface Order extends OrderStatuses {
  id: string;
  /** For people: unique, and not a count */
  number: string;
  market: string;
  /** ISO 4217 */
  currency: string;
  email: string;
  lines: OrderLine[];
  totals: Totals;
  /** Null where nothing is sent */
  shippingAddress: OrderAddress | null;
  billingAddress: OrderAddress | null;
  /** Null where nothing is sent or fetched */
  shippingOption: { id: string; name: string; price: Money } | null;
  /** What the shipping option costs, and why; null where there is none */
  shipping: Priced | null;
  /** All that each promotion takes off, lines and shipping */
  promotions: Adjustment[];
  /** The sum of each tax */
  taxes: Tax[];
  /** Whether the prices hold the taxes */
  taxIncluded: boolean;
  /** Why the buyer pays no tax: amounts are without it then */
  taxRelief: "exempt" | "reverse_charge" | null;
  vatId: string | null;
  /** The latest first */
  payments: Payment[];
  refunds: Refund[];
  fulfillments: Fulfillment[];
  /** What of the total is no longer due, such as for canceled units */
  credited: Money;
  /** What is still to be paid */
  owed: Money;
  /** Until when a pending order waits for its payment; null for any other */
  expiresAt: Date | null;
  /** The order of what came back, where this is what came instead */
  replacesId: string | null;
  placedAt: Date;
}

export interface OrderAddress {
  firstName: string;
  lastName: string;
  company?: string | undefined;
  line1: string;
  line2?: string | undefined;
  city: string;
  region?: string | undefined;
  postalCode: string;
  /** ISO 3166-1 alpha-2 */
  country: string;
  phone?: string | undefined;
}

export interface OrderEvent {
  /** Rises: what happened later has a higher one */
  id: number;
  /** Such as `fulfillment-shipped` */
  type: string;
  details: OrderEventDetails;
  happenedAt: Date;
}

export interface OrderEventDetails {
  /** The units it is about */
  lines?: OrderLineUnits[] | undefined;
  amount?: Money | undefined;
  /** In the words of whoever did it */
  reason?: string | undefined;
  note?: string | undefined;
  /** How it was paid */
  method?: string | undefined;
  paymentId?: string | undefined;
  /** Why it was declined, in the provider's words */
  declineCode?: string | undefined;
  refundId?: string | undefined;
  /** Why a refund failed, in the provider's words */
  failure?: string | undefined;
  disputeId?: string | undefined;
  fulfillmentId?: string | undefined;
  returnId?: string | undefined;
  /** The lines that are new */
  added?: OrderLineUnits[] | undefined;
  /** The order of what its buyer gets instead */
  replacedById?: string | undefined;
  tracking?: Tracking | undefined;
}

export type OrderFulfillmentStatus =
  | "canceled"
  | "delivered"
  | "fulfilled"
  | "partially_fulfilled"
  | "shipped"
  | "unfulfilled";

export interface OrderInput {
  id: string;
  /** What `order.place` gave the guest who placed it; its customer needs none */
  accessToken?: string | undefined;
}

export interface OrderLine extends Priced {
  id: string;
  variantId: string;
  productSlug: string;
  /** The product's title when it was bought */
  title: string;
  variantTitle: string;
  sku: string | null;
  image: Image | null;
  quantity: number;
  /** How many of them have been sent */
  fulfilledQuantity: number;
  /** How many of them were canceled before */
  canceledQuantity: number;
  /** Of those that were sent, how many came back */
  returnedQuantity: number;
  /** Of those that were sent, how many stay with the buyer and were given back all the same */
  refundedQuantity: number;
  /** How many can be asked to be taken back */
  returnableQuantity: number;
  /** What the shopper wanted of it, such as an engraving */
  attributes: Record<string, string>;
  requiresShipping: boolean;
  unitPrice: Money;
}

export interface OrderLineUnits {
  lineId: string;
  quantity: number;
}

export interface OrderPage {
  items: OrderSummary[];
  nextCursor: string | null;
}

export type OrderPaymentStatus =
  | "authorized"
  | "canceled"
  | "paid"
  | "partially_paid"
  | "partially_refunded"
  | "pending"
  | "refunded";

export type OrderStatus = "canceled" | "completed" | "confirmed" | "expired" | "pending";

export interface OrderStatuses {
  status: OrderStatus;
  paymentStatus: OrderPaymentStatus;
  fulfillmentStatus: OrderFulfillmentStatus;
}

export interface OrderSummary extends OrderStatuses {
  id: string;
  number: string;
  total: Money;
  /** What of the total is no longer due */
  credited: Money;
  placedAt: Date;
}

export interface OrdersInput extends PageInput {
  status?: OrderStatus | undefined;
  paymentStatus?: OrderPaymentStatus | undefined;
  fulfillmentStatus?: OrderFulfillmentStatus | undefined;
  /** How the number or the e-mail address begins */
  q?: string | undefined;
  customerId?: string | undefined;
  /** Placed at this moment or later */
  from?: Date | undefined;
  /** Placed before this moment */
  to?: Date | undefined;
}

export interface PageInput {
  limit?: number | undefined;
  /** `nextCursor` of the page before */
  cursor?: string | undefined;
}

export interface PageOfInput extends PageInput {
  id: string;
}

export interface PayablePayment extends Payment {
  /** For the provider's form in the storefront's page; null where there is nothing to fill in */
  clientSecret: string | null;
  /** The provider's own page to send the shopper to; null where there is none */
  redirectUrl: string | null;
}

export interface Payment {
  id: string;
  provider: "manual" | "stripe";
  method: "bank_transfer" | "cash_on_delivery" | "embedded_form" | "exchange" | "hosted_page" | "test_card";
  status: "authorized" | "canceled" | "captured" | "failed" | "pending" | "processing";
  amount: Money;
  /** Why its money does not count: it is not what was asked for, and a person decides */
  holdReason: "amount_differs" | "currency_differs" | null;
  /** Why it was declined last, in the provider's words */
  declineCode: string | null;
}

export interface PaymentProvider {
  provider: "manual" | "stripe";
  methods: { method: Method; name: string }[];
}

export interface Payout {
  id: string;
  provider: "manual" | "stripe";
  /** What the provider finds it by */
  reference: string;
  /** Less than nothing where the provider took it back */
  amount: Money;
  arrivesAt: Date;
}

export interface PayoutEntry {
  id: string;
  kind: PayoutEntryKind;
  /** What the provider finds the payment, the refund or the dispute by */
  source: string;
  /** Null where nothing here is known of it */
  orderId: string | null;
  /** Less than nothing for what went out */
  amount: Money;
  fee: Money;
  /** How the ledger has it: the same; otherwise; in another currency; not at all; or it is of no payment */
  match: "converted" | "differs" | "matched" | "other" | "unknown";
}

export type PayoutEntryKind =
  | "captured"
  | "dispute_won"
  | "disputed"
  | "other"
  | "refund_failed"
  | "refunded";

export interface PayoutPage {
  items: Payout[];
  nextCursor: string | null;
}

export interface PayoutReport extends Payout {
  /** The payout less its entries after their fees: nothing, unless some are missing */
  difference: Money;
  totals: PayoutTotal[];
  items: PayoutEntry[];
  nextCursor: string | null;
}

export interface PayoutTotal {
  kind: PayoutEntryKind;
  count: number;
  amount: Money;
  fee: Money;
}

export interface PercentageEffect {
  type: "percentage";
  target: "lines" | "order" | "shipping";
  /** 10,000 is all of it */
  basisPoints: number;
}

export type Permission =
  | "audit:read"
  | "catalog:read"
  | "catalog:write"
  | "customers:read"
  | "customers:write"
  | "inventory:read"
  | "inventory:write"
  | "keys:read"
  | "keys:write"
  | "orders:read"
  | "orders:refund"
  | "orders:write"
  | "payments:read"
  | "promotions:read"
  | "promotions:write"
  | "shipping:read"
  | "shipping:write"
  | "staff:read"
  | "staff:write"
  | "tax:read"
  | "tax:write";

export interface PlaceOrderInput {
  cartId: string;
  provider: "manual" | "stripe";
  /** Left out, the first that `payment.providers` names */
  method?: Method | undefined;
  /** Order at today's prices even where the cart's lines say PRICE_CHANGED */
  acceptPriceChanges?: boolean | undefined;
  /** The total that the shopper was shown: PRICE_CHANGED where it would be another */
  expectedTotal?: MoneyInput | undefined;
}

export interface PlacedOrder {
  order: Order;
  /** Lets the guest who placed the order see it: keep it. Null for a customer, who sees it signed in */
  accessToken: string | null;
  payment: PayablePayment;
}

/** A cart line whose price is no longer what the shopper was shown. */
export interface PriceChange {
  lineId: string;
  variantId: string;
  seenUnitPrice: Money;
  unitPrice: Money;
}

export interface PriceInput {
  /** ISO 4217 */
  currency: string;
  /** In minor units: 1990 is 19.90 EUR */
  amount: number;
  /** What it cost before; when left out it stays, as long as it is above the amount */
  compareAtAmount?: number | null | undefined;
  /** All of them: the lowest that holds counts. They stay when left out */
  offers?: OfferInput[] | undefined;
}

export interface PriceOffer {
  /** Of one unit */
  price: Money;
  /** For so many units or more */
  minQuantity: number;
  /** Null: it holds already */
  startsAt: Date | null;
  /** The first moment it no longer holds; null: for ever */
  endsAt: Date | null;
}

export interface Priced {
  /** Before anything is taken off */
  subtotal: Money;
  discount: Money;
  /** What makes up the discount, in the order of application */
  adjustments: Adjustment[];
  tax: Money;
  taxes: Tax[];
  /** subtotal - discount, + tax where it is not included */
  total: Money;
}

export interface Product {
  id: string;
  /** The one in use, in this language: redirect when another was asked for */
  slug: string;
  title: string;
  /** HTML as the merchant wrote it */
  description: string;
  vendor: string | null;
  type: string | null;
  seo: Seo;
  tags: string[];
  attributes: ProductAttribute[];
  options: { name: string; values: string[] }[];
  images: ProductImage[];
  categories: ProductCategory[];
  variants: Variant[];
  /** Whether any variant can be bought now */
  available: boolean;
  publishedAt: Date;
}

export interface ProductAttribute {
  key: string;
  name: string;
  type: AttributeType;
  value: boolean | number | string;
}

export interface ProductCategory extends CategoryStep {
  /** From the root of the tree to the category itself */
  path: CategoryStep[];
}

export interface ProductExport {
  /** A part of the file: all of them one after the other are the whole */
  content: string;
  nextCursor: string | null;
}

export interface ProductFields {
  /** HTML */
  description?: string | undefined;
  vendor?: string | null | undefined;
  type?: string | null | undefined;
  status?: ProductStatus | undefined;
  /** In the future it is scheduled; by default when it is published */
  publishedAt?: Date | null | undefined;
  /** What search engines show instead of the title */
  seoTitle?: string | null | undefined;
  seoDescription?: string | null | undefined;
  /** Whose rates it is taxed by: `standard`, `reduced`, or any other that the rates name */
  taxClass?: string | undefined;
  tags?: string[] | null | undefined;
  /** In their order */
  images?: ImageInput[] | null | undefined;
  /** Their ids */
  categories?: string[] | null | undefined;
  /** Values by the attributes' keys */
  attributes?: Record<string, boolean | number | string> | null | undefined;
  translations?: TranslationInput[] | null | undefined;
}

export interface ProductImage extends Image {
  /** In pixels, where it is known */
  width: number | null;
  height: number | null;
  /** The same picture in other widths, the narrowest first */
  sizes: { url: string; width: number }[];
}

export interface ProductPage {
  items: ProductSummary[];
  /** Null after the last page; where few products pass the filters a page may be short, or empty, before */
  nextCursor: string | null;
  /** What was searched for instead of `q`, when a word of it was found nowhere */
  correctedQuery: string | null;
  /** On request */
  facets?: Facets | undefined;
  /** On request: of all pages */
  total?: number | undefined;
  /** With `facets` or `total`: whether there was more than is looked at, and some of them are of a part */
  capped?: boolean | undefined;
}

export type ProductStatus = "archived" | "draft" | "published";

export interface ProductSummary {
  id: string;
  slug: string;
  title: string;
  /** Of the cheapest variant */
  price: Money;
  image: ProductImage | null;
  /** Whether any variant can be bought now */
  available: boolean;
}

export interface ProductsInput extends CatalogInput {
  limit?: number | undefined;
  /** `nextCursor` of the page before */
  cursor?: string | undefined;
  /** Words to search for; the last one may be unfinished */
  q?: string | undefined;
  /** A category's slug, of any language or an old one; includes what is below it */
  category?: string | undefined;
  /** Only what has all of them */
  tags?: string[] | undefined;
  /** Only what is of one of them */
  vendor?: string[] | undefined;
  /** Of each option any of the values, in one variant: `{ Size: ["S", "M"], Colour: ["Blue"] }` */
  options?: Record<string, string[]> | undefined;
  /** Of the product's lowest price, whichever variant that is of; in minor units of the market's currency, both ends included */
  price?: { min?: number | undefined; max?: number | undefined } | undefined;
  /** By key: `{ material: ["cotton"], weight: { min: 1, max: 2 }, organic: true }` */
  attributes?:
    | Record<string, boolean | string[] | { min?: number | undefined; max?: number | undefined }>
    | undefined;
  /** `true`: only what can be bought now, in a variant of the `options` */
  inStock?: boolean | undefined;
  /** By default `relevance` with `q`, which goes to the first thousand; else `newest`. `title` heeds neither case nor accents, and takes the products' own titles in every language */
  sort?: "newest" | "price" | "price-desc" | "relevance" | "title" | undefined;
  /** What to count the products by; a facet does not heed the filter by itself */
  facets?: ("attributes" | "availability" | "options" | "price" | "tags" | "vendor")[] | undefined;
  /** Whether to count the products of all pages */
  total?: boolean | undefined;
}

export interface Profile {
  id: string;
  email: string;
  /** When its owner proved to read that mailbox */
  emailVerifiedAt: Date | null;
  firstName: string | null;
  lastName: string | null;
  phone: string | null;
  /** Rises with every change */
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface PromotionCode {
  code: string;
  promotionId: string;
  /** How many orders may use it; null is any number */
  usageLimit: number | null;
  /** How many orders have */
  uses: number;
  /** When it was ended by hand */
  endedAt: Date | null;
  createdAt: Date;
}

export interface PromotionCodePage {
  items: PromotionCode[];
  nextCursor: string | null;
}

/** All of them have to hold */
export interface PromotionConditions {
  /** Codes */
  markets: readonly string[] | null;
  /** Any of them */
  customerGroups: readonly string[] | null;
  /** Whether it is for those alone who have ordered nothing */
  firstOrder: boolean;
  /** What the lines that it is on come to at least, before all promotions */
  minSubtotal: Amounts | null;
  /** The least units of the lines that it is on */
  minQuantity: number | null;
  /** 1 is Monday, 7 Sunday (ISO 8601), in `timeZone` */
  weekdays: readonly number[] | null;
  /** IANA: `Europe/Berlin` */
  timeZone: string;
}

/** All of them have to hold; null, false or left out asks for nothing */
export interface PromotionConditionsInput {
  /** Codes */
  markets?: readonly string[] | null | undefined;
  /** Any of them */
  customerGroups?: readonly string[] | null | undefined;
  /** Whether it is for those alone who have ordered nothing */
  firstOrder?: boolean | undefined;
  /** What the lines that it is on come to at least, before all promotions */
  minSubtotal?: Amounts | null | undefined;
  /** The least units of the lines that it is on */
  minQuantity?: number | null | undefined;
  /** 1 is Monday, 7 Sunday (ISO 8601), in `timeZone` */
  weekdays?: readonly number[] | null | undefined;
  /** IANA: `Europe/Berlin` */
  timeZone?: string | undefined;
}

export type PromotionEffect =
  | CheapestFreeEffect
  | FixedAmountEffect
  | FixedPriceEffect
  | PercentageEffect
  | QuantityTiersEffect
  | SpendTiersEffect
  | {
      type: "buy_x_get_y";
      buy: {
        /** Null is all that it is on */
        lines: LineSelection | null;
        quantity: number;
      };
      get: {
        /** Null is all that it is on */
        lines: LineSelection | null;
        quantity: number;
        /** 10,000 is all of it */
        basisPoints: number;
      };
      /** How often in one order; null is any number */
      times: number | null;
    };

export type PromotionEffectInput =
  | CheapestFreeEffect
  | FixedAmountEffect
  | FixedPriceEffect
  | PercentageEffect
  | QuantityTiersEffect
  | SpendTiersEffect
  | {
      type: "buy_x_get_y";
      buy: {
        /** Null is all that it is on */
        lines?: LineSelectionInput | null | undefined;
        quantity: number;
      };
      get: {
        /** Null is all that it is on */
        lines?: LineSelectionInput | null | undefined;
        quantity: number;
        /** 10,000 is all of it */
        basisPoints: number;
      };
      /** How often in one order; null is any number */
      times?: number | null | undefined;
    };

export interface PromotionUsage {
  uses: number;
  usageLimit: number | null;
  /** What it has taken off, in each currency */
  discounted: Money[];
  /** The newest first */
  items: PromotionUse[];
  nextCursor: string | null;
}

export interface PromotionUse {
  orderId: string;
  orderNumber: string;
  /** Null where it came by itself */
  code: string | null;
  /** What it took off */
  amount: Money;
  usedAt: Date;
}

export interface QuantityTiersEffect {
  type: "quantity_tiers";
  tiers: readonly {
    quantity: number;
    /** 10,000 is all of it */
    basisPoints: number;
  }[];
}

export interface ReceiveReturnInput {
  id: string;
  /** All lines of the return, with all of their units */
  lines: {
    lineId: string;
    /** How many go into stock again */
    sellable?: number | undefined;
    damaged?: number | undefined;
    /** How many were not there: they are not credited */
    missing?: number | undefined;
  }[];
  /** Where they are now; the default location when left out */
  locationId?: string | undefined;
  /** What of the order's shipping is credited as well, in minor units */
  shippingAmount?: number | undefined;
  /** What is given back now, in minor units; all that it brought and that was paid when left out */
  refundAmount?: number | undefined;
}

export interface Refund {
  id: string;
  paymentId: string;
  /** The order of what came instead, which it paid; null where it went back to the buyer */
  paidOrderId: string | null;
  /** Who gives it: `manual` where people hand it over */
  provider: "manual" | "stripe";
  status: "failed" | "pending" | "succeeded";
  amount: Money;
  /** What of it is tax */
  taxes: Tax[];
  reason: string | null;
  createdAt: Date;
}

export interface RefundInput extends ChangeInput {
  amount?: MoneyInput | undefined;
  /** What these units cost, which were sent and stay with the buyer */
  lines?: { lineId: string; quantity: number }[] | undefined;
  /** So much of the shipping; beside units or alone */
  shippingAmount?: number | undefined;
  /** All that is left to give back */
  all?: true | undefined;
  /** Whether it goes back past the payment's provider: in cash, or by a transfer of the shop's own */
  isByHand?: boolean | undefined;
  /** The buyer reads it */
  reason: string;
}

export interface RequestReturnInput extends OrderInput {
  lines: { lineId: string; quantity: number }[];
  reason: string;
  /** Addresses of pictures */
  photos?: string[] | undefined;
}

export interface ResolvePaymentInput extends ChangeInput {
  paymentId: string;
  /** Whether its money counts for the order as it came, or goes back */
  decision: "accept" | "refund";
  /** The buyer reads it where it goes back */
  reason?: string | undefined;
}

export interface RetryPaymentInput extends OrderInput {
  provider: "manual" | "stripe";
  /** Left out, the first that `payment.providers` names */
  method?: Method | undefined;
}

export interface Return {
  id: string;
  orderId: string;
  orderNumber: string;
  status: ReturnStatus;
  /** In the buyer's words */
  reason: string;
  photos: string[];
  /** In the shop's words */
  answer: string | null;
  lines: ReturnLine[];
  /** What is no longer due for what came back */
  credited: Money;
  /** What of it was given back, or paid what came instead */
  refunded: Money;
  /** The order of what the buyer gets instead */
  replacedById: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface ReturnLine {
  /** Of the order */
  lineId: string;
  variantId: string;
  title: string;
  variantTitle: string;
  sku: string | null;
  quantity: number;
  /** How many came back as they were sent */
  sellable: number;
  damaged: number;
  missing: number;
}

export interface ReturnPage {
  items: Return[];
  nextCursor: string | null;
}

export type ReturnStatus = "approved" | "canceled" | "closed" | "received" | "rejected" | "requested";

export interface Role {
  name: string;
  permissions: Permission[];
  /** Rises with every change */
  version: number;
}

export interface RolePage {
  items: Role[];
  nextCursor: string | null;
}

/** A promotion as a whole: what is left out, but for the status, asks for nothing */
export interface SavePromotionInput {
  /** The promotion to change; a new one when left out */
  id?: string | undefined;
  /** The version that was seen: a later one is not written over */
  version?: number | undefined;
  /** What shoppers are shown beside what it takes off */
  name: string;
  /** Whether it comes by itself or by its codes: stays as it was made */
  trigger: "automatic" | "code";
  /** Left out, it stays, or is active when new; `active` brings back what was archived */
  status?: "active" | "archived" | undefined;
  /** The highest comes first; of equals, the oldest */
  priority?: number | undefined;
  /** Whether it stands alone or not at all */
  exclusive?: boolean | undefined;
  /** Null is always, so far */
  startsAt?: Date | null | undefined;
  /** The first moment it no longer holds */
  endsAt?: Date | null | undefined;
  /** Those that it is on; null is all */
  lines?: LineSelectionInput | null | undefined;
  conditions?: PromotionConditionsInput | undefined;
  effect: PromotionEffectInput;
  /** The most it takes off one order */
  cap?: Amounts | null | undefined;
  /** How many orders may use it; null is any number */
  usageLimit?: number | null | undefined;
  /** How many orders of one buyer may */
  usageLimitPerCustomer?: number | null | undefined;
}

export interface SaveRoleInput {
  /** Such as `order-desk` */
  name: string;
  /** All that it allows: nothing that whoever saves it may not */
  permissions: Permission[];
  /** The version that was seen, of a role that there is; left out to make a new one */
  version?: number | undefined;
}

export interface SavedAddress {
  id: string;
  label: string | null;
  address: Address;
  /** Whether things are sent here unless told otherwise: one of them is */
  isDefault: boolean;
  createdAt: Date;
  updatedAt: Date;
}

/** What search engines show; null: as the page itself */
export interface Seo {
  title: string | null;
  description: string | null;
}

export interface Session {
  id: string;
  /** What the program said of itself */
  device: string;
  createdAt: Date;
  /** To the hour */
  lastUsedAt: Date;
  /** Whether it is the one that asks */
  current: boolean;
}

export interface SessionInput {
  /** `cookie` for browsers; `token` for apps, which send it as `Authorization: Bearer …` */
  session?: "cookie" | "token" | undefined;
}

export interface SetLevelInput {
  variantId: string;
  /** The default location when left out */
  locationId?: string | undefined;
  onHand: number;
  /** What was seen on hand: another number is not written over */
  expected?: number | undefined;
}

export interface SetStockInput {
  variantId: string;
  /** When more is asked for than there is: `deny` it, sell it as a `backorder`, or do not count at all */
  policy?: "backorder" | "deny" | "untracked" | undefined;
  /** At so many available units or fewer its stock is low; null is never */
  lowStockThreshold?: number | null | undefined;
}

export interface ShippingOption extends ShippingWay {
  /** For the cart as it is, before promotions on shipping */
  price: Money;
}

export interface ShippingPrice {
  /** What the steps go by: nothing, grams, what the goods cost in minor units, or units; of the lines that are sent */
  by: "flat" | "quantity" | "subtotal" | "weight";
  steps: { upTo: number | null; amount: number }[];
  freeFrom: number | null;
}

export interface ShippingPriceInput {
  /** What the steps go by: nothing, grams, what the goods cost in minor units, or units; of the lines that are sent */
  by: "flat" | "quantity" | "subtotal" | "weight";
  /** The first whose `upTo`, itself included, is not exceeded holds; null is no bound. Beyond the last it is not on offer */
  steps: {
    upTo: number | null;
    /** In minor units: 1990 is 19.90 EUR */
    amount: number;
  }[];
  /** What the goods have to come to, after their promotions, for it to be free; null is never */
  freeFrom?: number | null | undefined;
}

export interface ShippingWay {
  id: string;
  name: string;
  description: string;
  kind: "delivery" | "pickup";
  /** Working days until it is there; null where nobody says */
  days: { min: number; max: number } | null;
  /** Where what is picked up waits */
  pickupAddress: Location | null;
}

export interface ShippingZone {
  /** ISO 3166-1 alpha-2 */
  country: string;
  regions: string[] | null;
  postalCodes: string[] | null;
}

/** A country, or the part of it that regions and postal codes name */
export interface ShippingZoneInput {
  country: string;
  /** As addresses write them; null is all */
  regions?: string[] | null | undefined;
  /** `10115`, `101*` or `10000-19999`; null is all */
  postalCodes?: string[] | null | undefined;
}

export interface SignInProvider {
  name: string;
  /** As people know it */
  label: string;
  /** On the shop's origin: opened in the browser's own window, it signs in and goes to `?returnTo=` */
  path: string;
}

export interface SignedIn {
  customer: Customer;
  /** For `session: "token"` alone: keep it secret */
  token: string | null;
}

export interface SpendTiersEffect {
  type: "spend_tiers";
  tiers: readonly {
    amounts: Amounts;
    /** 10,000 is all of it */
    basisPoints: number;
  }[];
}

export interface StaffInvitation {
  id: string;
  email: string;
  role: string;
  createdAt: Date;
  expiresAt: Date;
}

export interface StaffInvitationPage {
  items: StaffInvitation[];
  nextCursor: string | null;
}

export interface StaffMember {
  customerId: string;
  email: string;
  firstName: string | null;
  lastName: string | null;
  role: string;
  /** Whether a code is asked for when they sign in */
  secondFactor: boolean;
  /** When they joined the staff */
  createdAt: Date;
}

export interface StaffOrder extends Order {
  /** Null for a guest, and when the account is gone */
  customerId: string | null;
  /** Rises with every change */
  version: number;
  /** The newest hundred, the newest first */
  returns: Return[];
  /** The oldest first */
  timeline: StaffOrderEvent[];
}

export interface StaffOrderEvent extends OrderEvent {
  audience: "customer" | "staff";
  /** Who did it; null for nobody in particular */
  actorId: string | null;
}

export interface StaffOrderPage {
  items: StaffOrderSummary[];
  nextCursor: string | null;
}

export interface StaffOrderSummary extends OrderSummary {
  email: string;
  /** Null for a guest, and when the account is gone */
  customerId: string | null;
  market: string;
  expiresAt: Date | null;
  version: number;
}

export interface StaffPage {
  items: StaffMember[];
  nextCursor: string | null;
}

export interface Stock {
  policy?: "backorder" | "deny" | "untracked" | undefined;
  onHand?: number | undefined;
}

export interface StockLevel {
  variantId: string;
  sku: string | null;
  variantTitle: string;
  productId: string;
  productTitle: string;
  /** When more is asked for than there is: `deny` it, sell it as a `backorder`, or do not count at all */
  policy: "backorder" | "deny" | "untracked";
  onHand: number;
  /** Held for orders that are not sent yet */
  reserved: number;
  /** On hand and not held; below zero where units are owed, null where they are not counted */
  available: number | null;
  lowStockThreshold: number | null;
  /** Where they are: an archived location's units count and are not sold */
  locations: LocationStock[];
}

export interface StockLevelPage {
  items: StockLevel[];
  nextCursor: string | null;
}

export interface StockLevelsInput extends PageInput {
  variantId?: string | undefined;
  /** Words of the product, or a SKU or barcode */
  q?: string | undefined;
  /** Those that have ever been there */
  locationId?: string | undefined;
  /** Those at or below their threshold */
  lowOnly?: boolean | undefined;
}

export interface StockLocation {
  id: string;
  name: string;
  address: Location | null;
  /** ISO 3166-1 alpha-2; null is everywhere */
  countries: string[] | null;
  priority: number;
  /** An archived one sends nothing that is not held there already, and keeps its stock */
  status: "active" | "archived";
  /** Whether the units are there that new variants come with */
  isDefault: boolean;
  /** Rises with every change */
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface StockMovement {
  id: string;
  variantId: string;
  sku: string | null;
  locationId: string;
  /** `opening` is what the variant came with */
  kind: "adjusted" | "opening" | "received" | "released" | "reserved" | "returned" | "sold";
  onHandDelta: number;
  reservedDelta: number;
  reason: string | null;
  orderId: string | null;
  /** Who moved it; null for nobody who was signed in */
  actorId: string | null;
  movedAt: Date;
}

export interface StockMovementPage {
  items: StockMovement[];
  nextCursor: string | null;
}

export interface StockMovementsInput extends PageInput {
  variantId?: string | undefined;
  locationId?: string | undefined;
  orderId?: string | undefined;
}

export interface Suggestion {
  slug: string;
  title: string;
}

export interface Tax {
  name: string;
  /** In basis points, with up to two decimals: 1900 is 19 % */
  rate: number;
  amount: Money;
}

export interface TaxRateInput {
  /** What shoppers are shown: "VAT". Rates of different names add up */
  name: string;
  /** As addresses write it; null is the whole country */
  region?: string | null | undefined;
  /** `10115`, `101*` or `10000-19999`; null is all */
  postalCodes?: string[] | null | undefined;
  /** Whose rates it is taxed by: `standard`, `reduced`, or any other that the rates name */
  taxClass?: string | undefined;
  /** Hundredths of a percent, with up to two decimals: 1900 is 19 %, 997.5 is 9.975 % */
  basisPoints: number;
  /** Whether it is taken of shipping too */
  onShipping?: boolean | undefined;
  /** Whether businesses with a VAT id owe it themselves when they buy from another country */
  reverseCharge?: boolean | undefined;
}

export interface Totals {
  /** The sum of the lines */
  subtotal: Money;
  /** Off the lines; what is taken off shipping stands in its price */
  discount: Money;
  /** After its own discount */
  shipping: Money;
  /** Of the lines and shipping; `taxIncluded` says whether the other sums hold it */
  tax: Money;
  /** subtotal - discount + shipping, + tax where it is not included */
  total: Money;
}

export interface Tracking {
  carrier: string | null;
  number: string | null;
  url: string | null;
}

export interface TrackingInput {
  carrier?: string | null | undefined;
  number?: string | null | undefined;
  url?: string | null | undefined;
}

export interface TranslationInput {
  /** BCP 47: `de`, `de-AT` */
  locale: string;
  slug?: string | null | undefined;
  title?: string | null | undefined;
  description?: string | null | undefined;
  /** What search engines show instead of the title */
  seoTitle?: string | null | undefined;
  seoDescription?: string | null | undefined;
}

export interface Variant {
  id: string;
  sku: string | null;
  barcode: string | null;
  title: string;
  /** One value for each of the product's options */
  options: string[];
  /** What one unit costs now */
  price: Money;
  /** What it cost before a reduction */
  compareAtPrice: Money | null;
  /** Other prices that hold, or will: from a quantity on, for a while */
  offers: PriceOffer[];
  available: boolean;
  image: ProductImage | null;
  weightGrams: number;
  /** Of the parcel */
  dimensions: { lengthMm: number | null; widthMm: number | null; heightMm: number | null };
  /** Whether it is a thing, not a download */
  requiresShipping: boolean;
  /** How many units a cart takes of it; null is as many as there are */
  maxPerOrder: number | null;
}

export interface VariantFields {
  sku?: string | null | undefined;
  barcode?: string | null | undefined;
  /** One value for each of the options */
  optionValues?: string[] | undefined;
  weightGrams?: number | undefined;
  /** Of the parcel */
  lengthMm?: number | null | undefined;
  /** Of the parcel */
  widthMm?: number | null | undefined;
  /** Of the parcel */
  heightMm?: number | null | undefined;
  /** Whether it is a thing; true by default */
  requiresShipping?: boolean | undefined;
  /** How many units a cart takes of it; null is as many as there are */
  maxPerOrder?: number | null | undefined;
  /** Of one of the product's images */
  imageId?: string | null | undefined;
  /** The same by the image's address */
  imageUrl?: string | undefined;
  /** All of them */
  prices?: PriceInput[] | undefined;
}

export interface VariantInput extends VariantFields {
  /** Of the variant to change; a new one when left out */
  id?: string | undefined;
  /** What there is to sell at first, of a new one alone */
  stock?: Stock | undefined;
}

export interface AccountRoutes {
  /** The saved addresses, the default one first */
  addresses: Query<undefined, SavedAddress[], "UNAUTHENTICATED">;
  /** Close the account for good and sign out everywhere; needs the password */
  deleteAccount: Mutation<{ password: string }, Done, "CONFLICT" | "UNAUTHENTICATED" | PasswordCode>;
  /** Everything that is kept of the account, without secrets */
  exportData: Query<undefined, AccountExport, "UNAUTHENTICATED">;
  /** Who the customer is, as they told it */
  profile: Query<undefined, Profile, "UNAUTHENTICATED">;
  /** Forget an address; the newest left becomes the default if it was */
  removeAddress: Mutation<{ id: string }, SavedAddress[], "NOT_FOUND" | "UNAUTHENTICATED">;
  /** Add an address, or with its id put another in its place; the first is the default */
  saveAddress: Mutation<
    {
      /** The address to change; a new one when left out */
      id?: string | undefined;
      /** What the customer calls it */
      label?: string | undefined;
      address: Address;
    },
    SavedAddress,
    "NOT_FOUND" | "UNAUTHENTICATED"
  >;
  /** Send to this address unless told otherwise */
  setDefaultAddress: Mutation<{ id: string }, SavedAddress[], "NOT_FOUND" | "UNAUTHENTICATED">;
  /** Change the profile that was seen, by its version */
  updateProfile: Mutation<
    {
      /** The version that was seen: a later one is not written over */
      version: number;
      /** Stays when left out; null forgets it */
      firstName?: string | null | undefined;
      /** Stays when left out; null forgets it */
      lastName?: string | null | undefined;
      /** Stays when left out; null forgets it */
      phone?: string | null | undefined;
    },
    Profile,
    "UNAUTHENTICATED" | "VERSION_CONFLICT"
  >;
}

export interface AdminApiKeysRoutes {
  /** Make an API key for a server, which is shown this once; a name is taken while its key lives */
  create: Mutation<CreateApiKeyInput, CreatedApiKey, "CONFLICT" | PasswordCode | StaffCode>;
  /** The API keys, the newest first; never the keys themselves */
  list: Query<PageInput | undefined, ApiKeyPage, StaffCode>;
  /** Make an API key worthless, for good */
  revoke: Mutation<{ id: string }, ApiKey, "NOT_FOUND" | StaffCode>;
}

export interface AdminAuditRoutes {
  /** Who did what to which record, the latest first */
  list: Query<AuditListInput | undefined, AuditPage, StaffCode>;
}

export interface AdminCatalogRoutes {
  /** Take a product out of the shop and keep it */
  archiveProduct: Mutation<ChangeInput, AdminProduct, ChangeCode | StaffCode>;
  /** What the shop tells of its products beyond what every shop does */
  attributes: Query<undefined, AdminAttribute[], StaffCode>;
  /** Every category, each before those below it */
  categories: Query<undefined, AdminCategorySummary[], StaffCode>;
  /** The whole of a category, for its editor */
  category: Query<{ id: string }, AdminCategory, "NOT_FOUND" | StaffCode>;
  /** Add a product with all that belongs to it, a draft unless told otherwise */
  createProduct: Mutation<
    ProductFields & {
      /** Made from the title when left out */
      slug?: string | undefined;
      title: string;
      optionNames?: string[] | undefined;
      variants?: NewVariantInput[] | undefined;
      /** Of the only variant, when none are given */
      prices?: PriceInput[] | undefined;
    },
    AdminProduct,
    "CONFLICT" | StaffCode
  >;
  /** A part of the whole catalogue as the text of a file */
  exportProducts: Query<
    {
      /** Shopify's product CSV, or JSON Lines with every field */
      format: "jsonl" | "shopify-csv";
      /** In products */
      limit?: number | undefined;
      /** `nextCursor` of the part before */
      cursor?: string | undefined;
    },
    ProductExport,
    StaffCode
  >;
  /** Import a file of up to 340,000 characters; the same again changes nothing */
  importProducts: Mutation<
    {
      /** Shopify's product CSV, or JSON Lines with every field */
      format: "jsonl" | "shopify-csv";
      /** The file; a larger one goes in by the command or in parts */
      content: string;
      /** Whether to check everything and write nothing; of at most 100,000 characters */
      dryRun?: boolean | undefined;
    },
    ImportSummary,
    StaffCode
  >;
  /** Where the store sells, the default market first */
  markets: Query<undefined, AdminMarket[], StaffCode>;
  /** Put a category, with all below it, elsewhere in the tree; its slug stays */
  moveCategory: Mutation<
    ChangeInput & {
      /** Null is the root */
      parentId: string | null;
      /** Among those of the same parent, from 0; left out, it stays, or is the last below another parent */
      position?: number | undefined;
    },
    AdminCategory,
    ChangeCode | StaffCode
  >;
  /** The whole of a product, for its editor */
  product: Query<{ id: string }, AdminProduct, "NOT_FOUND" | StaffCode>;
  /** A page of all products, whatever their status */
  products: Query<AdminProductsInput, AdminProductPage, StaffCode>;
  /** Remove an attribute that no product has */
  removeAttribute: Mutation<
    {
      key: string;
      /** The version that was seen: a later one is not written over */
      version?: number | undefined;
    },
    { done: true },
    "CONFLICT" | ChangeCode | StaffCode
  >;
  /** Remove a category that none stands below; its products only leave it */
  removeCategory: Mutation<ChangeInput, { done: true }, "CONFLICT" | ChangeCode | StaffCode>;
  /** Remove a market that no cart or order names, and that is not the default */
  removeMarket: Mutation<
    {
      code: string;
      /** The version that was seen: a later one is not written over */
      version?: number | undefined;
    },
    { done: true },
    "CONFLICT" | ChangeCode | StaffCode
  >;
  /** Add an attribute, or with its version change it as far as its products allow */
  saveAttribute: Mutation<
    {
      /** What products and filters name it by: `material` */
      key: string;
      /** Of the one that is there; left out for a new one */
      version?: number | undefined;
      name: string;
      type: AttributeType;
      /** Of a choice, in the order they are offered; null or left out for the other types */
      choices?: string[] | null | undefined;
    },
    AdminAttribute,
    ChangeCode | StaffCode
  >;
  /** Add a category, or with its id and version change what is given of it */
  saveCategory: Mutation<
    {
      /** The category to change; a new one when left out */
      id?: string | undefined;
      /** The version that was seen: a later one is not written over */
      version?: number | undefined;
      name: string;
      /** Left out: made from the name and the parent's slug, or kept when there is one */
      slug?: string | undefined;
      /** Null at the root; left out, it stays, or is the root of a new one. A tree has at most 1,000 levels */
      parentId?: string | null | undefined;
      /** HTML */
      description?: string | undefined;
      /** What search engines show instead of the name */
      seoTitle?: string | null | undefined;
      seoDescription?: string | null | undefined;
      /** Among those of the same parent, from 0; left out, it stays, or is the last below another parent */
      position?: number | undefined;
      /** All there are to be; left out, they stay. What is null stands in a less exact language */
      translations?:
        | {
            /** BCP 47: `de`, `de-AT` */
            locale: string;
            slug?: string | null | undefined;
            name?: string | null | undefined;
            /** HTML */
            description?: string | null | undefined;
            /** What search engines show instead of the name */
            seoTitle?: string | null | undefined;
            seoDescription?: string | null | undefined;
          }[]
        | undefined;
    },
    AdminCategory,
    ChangeCode | StaffCode
  >;
  /** Add a market, or with its version change it; one is always the default */
  saveMarket: Mutation<
    {
      /** What `market` takes: `de`, `us-wholesale` */
      code: string;
      /** Of the one that is there; left out for a new one */
      version?: number | undefined;
      name: string;
      /** ISO 4217; carts that are there keep theirs */
      currency: string;
      /** BCP 47: `de`, `de-AT` */
      locale: string;
      /** ISO 3166-1 alpha-2 codes; null is everywhere */
      countries: string[] | null;
      pricesIncludeTax: boolean;
      /** Where it sells from: a cart without an address is taxed as there; null is not at all */
      taxCountry?: string | null | undefined;
      /** What of a tax is rounded: that of each line, or that of the whole order; `line` in a new one */
      taxRounding?: "line" | "order" | undefined;
      /** Where halves of a minor unit go; `half_up` in a new one */
      rounding?: "half_even" | "half_up" | undefined;
      /** True takes it from the one that is; the default one gives it up no other way */
      isDefault?: boolean | undefined;
    },
    AdminMarket,
    ChangeCode | StaffCode
  >;
  /** Change, add and remove variants of a product; one that was ordered stays (CONFLICT) */
  saveVariants: Mutation<
    {
      productId: string;
      /** The version that was seen: a later one is not written over */
      version?: number | undefined;
      /** Stay when left out */
      optionNames?: string[] | undefined;
      /** In their order */
      variants: VariantInput[];
      /** Whether variants that are not named go; they stay by default */
      removeOthers?: boolean | undefined;
    },
    AdminProduct,
    "CONFLICT" | ChangeCode | StaffCode
  >;
  /** Set prices of up to a thousand variants, all or none */
  setPrices: Mutation<
    {
      prices: {
        variantId: string;
        /** ISO 4217 */
        currency: string;
        /** In minor units; null takes it out of sale in the currency */
        amount: number | null;
        /** What it cost before; when left out it stays, as long as it is above the amount */
        compareAtAmount?: number | null | undefined;
        /** All of them: the lowest that holds counts. They stay when left out */
        offers?: OfferInput[] | undefined;
      }[];
    },
    ChangedProducts,
    "NOT_FOUND" | StaffCode
  >;
  /** Change what is given of a product; a slug it gives up goes on leading to it */
  updateProduct: Mutation<
    ChangeInput & ProductFields & { slug?: string | undefined; title?: string | undefined },
    AdminProduct,
    "CONFLICT" | ChangeCode | StaffCode
  >;
  /** Make the same change to up to 500 products, all or none */
  updateProducts: Mutation<
    {
      ids: string[];
      set: {
        status?: ProductStatus | undefined;
        vendor?: string | null | undefined;
        type?: string | null | undefined;
        /** Whose rates it is taxed by: `standard`, `reduced`, or any other that the rates name */
        taxClass?: string | undefined;
        addTags?: string[] | undefined;
        removeTags?: string[] | undefined;
        /** Their ids */
        addCategories?: string[] | undefined;
        /** Their ids */
        removeCategories?: string[] | undefined;
      };
    },
    ChangedProducts,
    "CONFLICT" | "NOT_FOUND" | StaffCode
  >;
}

export interface AdminCustomersRoutes {
  /** A customer with their addresses and what they have bought */
  get: Query<{ id: string }, CustomerDetails, "NOT_FOUND" | StaffCode>;
  /** The customers with an account, the newest first; staff are none */
  list: Query<CustomersInput | undefined, CustomerPage, StaffCode>;
  /** Put a customer into these groups, which promotions may be for, and no others */
  setGroups: Mutation<
    {
      id: string;
      /** All there are to be */
      groups: string[];
    },
    CustomerRecord,
    "NOT_FOUND" | StaffCode
  >;
  /** Block a customer, who is signed out at once, or let them in again */
  setStatus: Mutation<{ id: string; status: "active" | "blocked" }, CustomerRecord, "NOT_FOUND" | StaffCode>;
  /** Have a customer pay no tax anywhere, or pay it again */
  setTaxExempt: Mutation<{ id: string; taxExempt: boolean }, CustomerRecord, "NOT_FOUND" | StaffCode>;
}

export interface AdminInventoryRoutes {
  /** Add units of a variant to a location, or take units away that no order holds */
  adjust: Mutation<
    {
      variantId: string;
      /** The default location when left out */
      locationId?: string | undefined;
      delta: number;
      /** Whether they came, or were counted anew, broken, lost or found */
      kind?: "adjusted" | "received" | undefined;
      /** In your own words, for the movement */
      reason: string;
    },
    StockLevel,
    "NOT_FOUND" | "OUT_OF_STOCK" | StaffCode
  >;
  /** What there is of each variant, and where, the oldest variant first */
  levels: Query<StockLevelsInput | undefined, StockLevelPage, StaffCode>;
  /** Every place that stock is at, archived ones too, in the order they are asked */
  locations: Query<undefined, StockLocation[], StaffCode>;
  /** Every change of stock there ever was, the newest first */
  movements: Query<StockMovementsInput | undefined, StockMovementPage, StaffCode>;
  /** Add a location, or with its id and version change what is given of it */
  saveLocation: Mutation<
    {
      /** The location to change; a new one when left out */
      id?: string | undefined;
      /** The version that was seen: a later one is not written over */
      version?: number | undefined;
      name: string;
      address?: Location | null | undefined;
      /** Where it sends to, as ISO 3166-1 alpha-2 codes; null is everywhere */
      countries?: string[] | null | undefined;
      /** The lowest is asked first; 0 in a new one */
      priority?: number | undefined;
      /** An archived one sends nothing that is not held there already, and keeps its stock */
      status?: "active" | "archived" | undefined;
      /** True takes it from the one that is; the default one gives it up no other way */
      isDefault?: boolean | undefined;
    },
    StockLocation,
    ChangeCode | StaffCode
  >;
  /** Set what is on hand of many variants, what happens when it is not enough, and when it is low */
  setLevels: Mutation<
    {
      levels?: SetLevelInput[] | undefined;
      variants?: SetStockInput[] | undefined;
      /** In your own words, for the movement */
      reason?: string | undefined;
    },
    StockLevel[],
    "NOT_FOUND" | "OUT_OF_STOCK" | "STOCK_CHANGED" | StaffCode
  >;
}

export interface AdminOrdersRoutes {
  /** Write a note into an order's timeline that staff alone see */
  addNote: Mutation<{ id: string; note: string }, StaffOrder, "NOT_FOUND" | StaffCode>;
  /** Let a buyer send units back, and tell them */
  approveReturn: Mutation<
    {
      id: string;
      /** For the buyer, such as where to send it */
      answer?: string | undefined;
    },
    Return,
    StaffCode | TransitionCode
  >;
  /** Cancel what is not sent, or some of it; what was paid for it goes back */
  cancel: Mutation<CancelInput, StaffOrder, "UNITS_UNAVAILABLE" | OrderChangeCode | StaffCode>;
  /** Take back a fulfillment that is not on its way yet: its units are held for the order again */
  cancelFulfillment: Mutation<FulfillmentInput, StaffOrder, OrderChangeCode | StaffCode>;
  /** End a received return of which something was not given back */
  closeReturn: Mutation<{ id: string }, Return, StaffCode | TransitionCode>;
  /** Change what of an order was not sent yet, and have the difference paid or given back */
  edit: Mutation<
    EditOrderInput,
    StaffOrder,
    | "OUT_OF_STOCK"
    | "QUANTITY_LIMIT"
    | "UNITS_UNAVAILABLE"
    | "VARIANT_UNAVAILABLE"
    | OrderChangeCode
    | StaffCode
  >;
  /** Send a return's buyer something else instead, paid by what came back */
  exchange: Mutation<
    ExchangeInput,
    StaffOrder,
    | "ADDRESS_REQUIRED"
    | "OUT_OF_STOCK"
    | "QUANTITY_LIMIT"
    | "VARIANT_UNAVAILABLE"
    | StaffCode
    | TransitionCode
  >;
  /** Take units out of the stock to send them: a fulfillment for each location they are held at */
  fulfill: Mutation<
    FulfillInput,
    StaffOrder,
    "OUT_OF_STOCK" | "UNITS_UNAVAILABLE" | OrderChangeCode | StaffCode
  >;
  /** An order with everything that happened to it */
  get: Query<{ id: string }, StaffOrder, "NOT_FOUND" | StaffCode>;
  /** Issue the invoice of an order that is paid or on its way, or tell of the one that it has */
  issueInvoice: Mutation<
    { id: string },
    Invoice,
    "CONFLICT" | "INVOICE_UNAVAILABLE" | "NOT_FOUND" | StaffCode
  >;
  /** All orders, or those that the filters leave, the newest first */
  list: Query<OrdersInput | undefined, StaffOrderPage, StaffCode>;
  /** Say that a fulfillment is with its buyer */
  markDelivered: Mutation<FulfillmentInput, StaffOrder, OrderChangeCode | StaffCode>;
  /** Say that an order's money has come; what comes for one that has ended goes back at once */
  markPaid: Mutation<ChangeInput, StaffOrder, OrderChangeCode | StaffCode>;
  /** Say that a fulfillment is on its way; its buyer is mailed how to follow it */
  markShipped: Mutation<MarkShippedInput, StaffOrder, OrderChangeCode | StaffCode>;
  /** Count what came back: sellable units go into stock, and what was paid for it back to the buyer */
  receiveReturn: Mutation<ReceiveReturnInput, Return, "REFUND_EXCEEDS_CAPTURED" | StaffCode | TransitionCode>;
  /** Give money back: so much, what shipping and units cost that stay with the buyer, or all that is left */
  refund: Mutation<
    RefundInput,
    StaffOrder,
    "REFUND_EXCEEDS_CAPTURED" | "UNITS_UNAVAILABLE" | ChangeCode | StaffCode
  >;
  /** Refuse to take units back, and tell the buyer why */
  rejectReturn: Mutation<
    {
      id: string;
      /** For the buyer: why */
      answer: string;
    },
    Return,
    StaffCode | TransitionCode
  >;
  /** Decide on a payment whose money is not what the order asked for: take it as it came, or give it back */
  resolvePayment: Mutation<ResolvePaymentInput, StaffOrder, OrderChangeCode | StaffCode>;
  /** What buyers want to send back, the newest first */
  returns: Query<
    PageInput & { status?: ReturnStatus | undefined; orderId?: string | undefined },
    ReturnPage,
    StaffCode
  >;
}

export interface AdminPaymentsRoutes {
  /** Payments that buyers asked their banks to take back, the newest first */
  disputes: Query<DisputesInput | undefined, DisputePage, StaffCode>;
  /** Every movement of money there ever was, the newest first */
  movements: Query<MoneyMovementsInput | undefined, MoneyMovementPage, StaffCode>;
  /** What a payout is made of, and how the ledger has each of it */
  payout: Query<PageOfInput, PayoutReport, "NOT_FOUND" | StaffCode>;
  /** What providers sent to the shop's bank, the newest first */
  payouts: Query<PageInput | undefined, PayoutPage, StaffCode>;
  /** What money was moved on each day, and where it was before and after */
  report: Query<MoneyReportInput, MoneyReport, StaffCode>;
}

export interface AdminPromotionsRoutes {
  /** End a promotion at once, and keep it with its codes and uses */
  archive: Mutation<ChangeInput, AdminPromotion, ChangeCode | StaffCode>;
  /** The codes of a promotion, each with how often it was used */
  codes: Query<CodesInput, PromotionCodePage, "NOT_FOUND" | StaffCode>;
  /** Make a code for a promotion, or up to 10,000 that nobody can guess */
  createCodes: Mutation<CreateCodesInput, CreatedCodes, "NOT_FOUND" | StaffCode>;
  /** Take a code back for good: no order can use it from now on */
  endCode: Mutation<{ code: string }, PromotionCode, "NOT_FOUND" | StaffCode>;
  /** A promotion with its whole rule */
  get: Query<{ id: string }, AdminPromotion, "NOT_FOUND" | StaffCode>;
  /** The promotions, the newest first, whatever their status */
  list: Query<AdminPromotionsInput | undefined, AdminPromotionPage, StaffCode>;
  /** Add a promotion, or with its id and version put another rule in its place */
  save: Mutation<SavePromotionInput, AdminPromotion, ChangeCode | StaffCode>;
  /** The orders that have used a promotion, the newest first, and what they come to */
  usage: Query<PageOfInput, PromotionUsage, "NOT_FOUND" | StaffCode>;
}

export interface AdminShippingRoutes {
  /** Every way for a cart to reach its buyer, archived ones too */
  options: Query<undefined, AdminShippingOption[], StaffCode>;
  /** Add a shipping option, or with its id and version change what is given of it */
  saveOption: Mutation<
    {
      /** The option to change; a new one when left out */
      id?: string | undefined;
      /** The version that was seen: a later one is not written over */
      version?: number | undefined;
      name: string;
      description?: string | undefined;
      /** `delivery` in a new one */
      kind?: "delivery" | "pickup" | undefined;
      /** An archived one is on offer no more; carts and orders that have it keep it */
      status?: "active" | "archived" | undefined;
      /** Where it delivers to: to any of them; null is everywhere */
      zones?: ShippingZoneInput[] | null | undefined;
      /** By currency (ISO 4217): it is on offer in those alone */
      prices: Record<string, ShippingPriceInput>;
      /** Working days until it is there */
      days?: { min: number; max: number } | null | undefined;
      /** Where what is picked up waits */
      pickupAddress?: Location | null | undefined;
      /** A cart with one of these is not sent by it */
      excluded?: LineSelectionInput | null | undefined;
      /** Whose rates it is taxed by; null: as the goods are, in proportion to them */
      taxClass?: string | null | undefined;
      /** Among the others, the lowest first */
      position?: number | undefined;
    },
    AdminShippingOption,
    ChangeCode | StaffCode
  >;
}

export interface AdminStaffRoutes {
  /** Who was invited to the staff and has not answered yet, the first invited first */
  invitations: Query<PageInput | undefined, StaffInvitationPage, StaffCode>;
  /** Mail somebody a token of seven days to join the staff with; invited again, the new one counts */
  invite: Mutation<{ email: string; role: string }, StaffInvitation, "EMAIL_TAKEN" | "NOT_FOUND" | StaffCode>;
  /** Who runs the shop */
  list: Query<PageInput | undefined, StaffPage, StaffCode>;
  /** Take somebody off the staff and sign them out; they stay a customer */
  remove: Mutation<{ customerId: string }, Done, "CONFLICT" | "NOT_FOUND" | StaffCode>;
  /** Remove a role that nobody has or is invited to */
  removeRole: Mutation<{ name: string }, Done, "CONFLICT" | "NOT_FOUND" | StaffCode>;
  /** The roles and what each allows, by name */
  roles: Query<PageInput | undefined, RolePage, StaffCode>;
  /** Make a role, or change the one that was seen and sign out whoever has it */
  saveRole: Mutation<SaveRoleInput, Role, "CONFLICT" | ChangeCode | StaffCode>;
  /** Give a member of staff another role and sign them out; the last owner keeps theirs */
  setRole: Mutation<{ customerId: string; role: string }, StaffMember, "CONFLICT" | "NOT_FOUND" | StaffCode>;
  /** Make the token of an invitation worthless */
  withdrawInvitation: Mutation<{ id: string }, Done, "NOT_FOUND" | StaffCode>;
}

export interface AdminTaxRoutes {
  /** The tax rates of a country, or of all that have some */
  rates: Query<
    {
      /** Every country that has rates when left out */
      country?: string | undefined;
    },
    AdminTaxRates[],
    StaffCode
  >;
  /** Replace all tax rates of a country, or bring its first */
  saveRates: Mutation<
    {
      /** ISO 3166-1 alpha-2 */
      country: string;
      /** Of the rates that are there; left out for a country that has none yet */
      version?: number | undefined;
      /** All of them: of one name the most local one holds, for the product's class before the standard one */
      rates: TaxRateInput[];
    },
    AdminTaxRates,
    ChangeCode | StaffCode
  >;
}

export interface AdminRoutes {
  apiKeys: AdminApiKeysRoutes;
  audit: AdminAuditRoutes;
  catalog: AdminCatalogRoutes;
  customers: AdminCustomersRoutes;
  inventory: AdminInventoryRoutes;
  orders: AdminOrdersRoutes;
  payments: AdminPaymentsRoutes;
  promotions: AdminPromotionsRoutes;
  shipping: AdminShippingRoutes;
  staff: AdminStaffRoutes;
  tax: AdminTaxRoutes;
}

export interface AuthMfaRoutes {
  /** Sign in with the second factor that `login` asked for by MFA_REQUIRED */
  challenge: Mutation<
    SessionInput & {
      /** As MFA_REQUIRED brought it */
      challengeId: string;
      /** Of the authenticator app, or a recovery code */
      code: string;
    },
    SignedIn,
    "TOKEN_EXPIRED" | PasswordCode
  >;
  /** Ask for the app's code at every sign-in from now on, sign every device out and this one in anew */
  confirm: Mutation<
    SessionInput & {
      /** Of the authenticator app */
      code: string;
    },
    MfaRecoveryCodes,
    "NOT_FOUND" | "UNAUTHENTICATED" | PasswordCode
  >;
  /** Sign in by the password alone again */
  disable: Mutation<
    {
      password: string;
      /** Of the authenticator app, or a recovery code */
      code: string;
    },
    Done,
    "NOT_FOUND" | "UNAUTHENTICATED" | PasswordCode
  >;
  /** Make a secret for an authenticator app, which `confirm` puts to use */
  enroll: Mutation<{ password: string }, MfaEnrollment, "CONFLICT" | "UNAUTHENTICATED" | PasswordCode>;
}

export interface AuthOauthRoutes {
  /** Through whom else the customer can sign in, the oldest first */
  identities: Query<undefined, LinkedIdentity[], "UNAUTHENTICATED">;
  /** Those through whom customers can sign in, by a link in the browser */
  providers: Query<undefined, SignInProvider[]>;
  /** Take the link to a provider away and sign every other device out; needs an account with a password */
  unlink: Mutation<
    {
      /** Its name, as `identities` tells it */
      provider: string;
    },
    Done,
    "CONFLICT" | "NOT_FOUND" | "UNAUTHENTICATED"
  >;
}

export interface AuthRoutes {
  /** Join the staff by the token that was mailed, with an account's password or for a new account */
  acceptInvitation: Mutation<
    {
      /** What the mail says */
      token: string;
      /** Of the account that the address has; a new one when it has none */
      password: string;
    },
    Done,
    "TOKEN_EXPIRED" | PasswordCode
  >;
  /** A token of ten minutes by which other services know the customer */
  accessToken: Mutation<
    | {
        /** The service that it is for */
        audience?: string | undefined;
      }
    | undefined,
    AccessToken,
    StaffCode
  >;
  /** Set a new password, sign every device out and this one in anew */
  changePassword: Mutation<
    SessionInput & { password: string; newPassword: string },
    SignedIn,
    "UNAUTHENTICATED" | PasswordCode
  >;
  /** Sign in, by a cookie or a token */
  login: Mutation<
    SessionInput & { email: string; password: string },
    SignedIn,
    "MFA_REQUIRED" | PasswordCode
  >;
  /** Sign this device out */
  logout: Mutation<undefined, Done>;
  /** Who is signed in; null for nobody */
  me: Query<undefined, Me | null>;
  mfa: AuthMfaRoutes;
  oauth: AuthOauthRoutes;
  /** Open an account; the answer is the same when the address has one */
  register: Mutation<{ email: string; password: string }, Done, "RATE_LIMITED">;
  /** Mail a token to set a new password with; the answer is the same without an account */
  requestPasswordReset: Mutation<{ email: string }, Done, "RATE_LIMITED">;
  /** Mail the token that verifies an address once more; the answer is the same without an account */
  resendVerification: Mutation<{ email: string }, Done, "RATE_LIMITED">;
  /** Set a new password by the token that was mailed, and sign every device out */
  resetPassword: Mutation<
    {
      /** What the mail says */
      token: string;
      newPassword: string;
    },
    Done,
    "RATE_LIMITED" | "TOKEN_EXPIRED"
  >;
  /** Sign every other device out */
  revokeOtherSessions: Mutation<undefined, Done, "UNAUTHENTICATED">;
  /** Sign one device out */
  revokeSession: Mutation<{ sessionId: string }, Done, "NOT_FOUND" | "UNAUTHENTICATED">;
  /** The devices that are signed in */
  sessions: Query<undefined, Session[], "UNAUTHENTICATED">;
  /** Prove that the account and its address are one's own, by password and mailed token */
  verifyEmail: Mutation<
    {
      /** What the mail says */
      token: string;
      /** Of the account, so that nobody confirms an account that somebody else opened */
      password: string;
    },
    Done,
    "TOKEN_EXPIRED" | PasswordCode
  >;
}

export interface CartRoutes {
  /** Add units of a variant to the cart */
  addLine: Mutation<
    {
      cartId: string;
      variantId: string;
      quantity: number;
      /** What the shopper wants of it, such as an engraving: lines that differ in it stand beside each other */
      attributes?: Record<string, string> | undefined;
    },
    Cart,
    "OUT_OF_STOCK" | "VARIANT_UNAVAILABLE" | CartCode
  >;
  /** Give the cart a code that takes something off */
  applyCoupon: Mutation<{ cartId: string; code: string }, Cart, "COUPON_INVALID" | "RATE_LIMITED" | CartCode>;
  /** Make a guest's cart the customer's, or put it into the one that they have */
  claim: Mutation<{ cartId: string }, ClaimedCart, "UNAUTHENTICATED" | CartCode>;
  /** Start an empty cart; its id is the key to it */
  create: Mutation<
    | {
        /** The code of a market; the store's default one when left out */
        market?: string | undefined;
      }
    | undefined,
    Cart,
    "CONFLICT" | "NOT_FOUND"
  >;
  /** The customer's open cart, whatever device it was filled on; null for none */
  current: Query<
    | {
        /** The code of a market; the store's default one when left out */
        market?: string | undefined;
      }
    | undefined,
    Cart | null,
    "UNAUTHENTICATED"
  >;
  /** The whole priced cart */
  get: Query<{ cartId: string }, Cart, "NOT_FOUND">;
  /** Take a code from the cart */
  removeCoupon: Mutation<{ cartId: string; code: string }, Cart, CartCode>;
  /** Remove a line */
  removeLine: Mutation<{ cartId: string; lineId: string }, Cart, CartCode>;
  /** Say where to deliver and whom to bill */
  setAddresses: Mutation<
    {
      cartId: string;
      /** May be left out where nothing is sent */
      shipping?: Address | undefined;
      /** The shipping address when left out */
      billing?: Address | undefined;
    },
    Cart,
    CartCode
  >;
  /** Say where to confirm the order */
  setEmail: Mutation<{ cartId: string; email: string }, Cart, CartCode>;
  /** Choose one of the cart's shipping options */
  setShippingOption: Mutation<
    { cartId: string; shippingOptionId: string },
    Cart,
    "SHIPPING_UNAVAILABLE" | CartCode
  >;
  /** Say which company buys, which may pay no tax in another country */
  setVatId: Mutation<
    {
      cartId: string;
      /** With its country's letters or, once an address is known, without; null for none */
      vatId: string | null;
    },
    Cart,
    CartCode
  >;
  /** The ways to deliver the cart to its address */
  shippingOptions: Query<{ cartId: string }, ShippingOption[], "NOT_FOUND">;
  /** Set a line's quantity, 0 to remove it; accepts the line's price of today */
  updateLine: Mutation<
    {
      cartId: string;
      lineId: string;
      /** 0 removes the line */
      quantity: number;
    },
    Cart,
    "OUT_OF_STOCK" | "VARIANT_UNAVAILABLE" | CartCode
  >;
}

export interface CatalogRoutes {
  /** The tree of categories */
  categories: Query<CatalogInput | undefined, Category[]>;
  /** One category by slug, with the way to it and its children */
  category: Query<
    CatalogInput & {
      /** Of any language, or an old one: redirect when another is answered */
      slug: string;
    },
    CategoryPage,
    "NOT_FOUND"
  >;
  /** Where the store sells, the default market first */
  markets: Query<undefined, Market[]>;
  /** One product by slug or id, with all that its page shows */
  product: Query<(CatalogInput & { id: string }) | (CatalogInput & { slug: string }), Product, "NOT_FOUND">;
  /** A page of the published products, filtered, searched and sorted */
  products: Query<ProductsInput | undefined, ProductPage, "NOT_FOUND">;
  /** Products that share categories and tags with one */
  related: Query<
    CatalogInput & {
      /** A product's */
      id: string;
      limit?: number | undefined;
    },
    ProductSummary[],
    "NOT_FOUND"
  >;
  /** Products to offer while a search is being typed */
  suggest: Query<
    CatalogInput & {
      /** What has been typed so far */
      q: string;
      limit?: number | undefined;
    },
    Suggestion[],
    "NOT_FOUND"
  >;
}

export interface OrderRoutes {
  /** Cancel a whole order, while nothing of it is on its way; what was paid goes back */
  cancel: Mutation<OrderInput & { reason?: string | undefined }, Order, TransitionCode>;
  /** Keep what was to be sent back after all */
  cancelReturn: Mutation<OrderInput & { returnId: string }, Return, TransitionCode>;
  /** An order as it stands */
  get: Query<OrderInput, Order, "NOT_FOUND">;
  /** The invoice of an order that is paid or on its way, issued when it is asked for first */
  invoice: Mutation<OrderInput, Invoice, "CONFLICT" | "INVOICE_UNAVAILABLE" | "NOT_FOUND">;
  /** The customer's own orders, the newest first */
  list: Query<PageInput | undefined, OrderPage, "UNAUTHENTICATED">;
  /** Mail the way to an order to whoever placed it; the answer never tells whether there is one */
  lookup: Mutation<
    {
      /** As the buyer has it, whatever its letters' case */
      number: string;
      email: string;
    },
    { sent: true },
    "RATE_LIMITED"
  >;
  /** Turn the cart into an order and hold its stock; asked again, it answers with the same order */
  place: Mutation<
    PlaceOrderInput,
    PlacedOrder,
    | "ADDRESS_REQUIRED"
    | "CART_EMPTY"
    | "COUPON_INVALID"
    | "EMAIL_REQUIRED"
    | "OUT_OF_STOCK"
    | "PAYMENT_UNAVAILABLE"
    | "PRICE_CHANGED"
    | "QUANTITY_LIMIT"
    | "SHIPPING_UNAVAILABLE"
    | "VARIANT_UNAVAILABLE"
    | CartCode
  >;
  /** Ask to send units back that were sent */
  requestReturn: Mutation<RequestReturnInput, Return, "NOT_FOUND" | "UNITS_UNAVAILABLE">;
  /** What the buyer of an order wants to send back, the newest first */
  returns: Query<
    PageOfInput & {
      /** What `order.place` gave the guest who placed it; its customer needs none */
      accessToken?: string | undefined;
    },
    ReturnPage,
    "NOT_FOUND"
  >;
  /** What happened to an order, the oldest first */
  timeline: Query<OrderInput, OrderEvent[], "NOT_FOUND">;
  /** What has happened to an order, then whatever happens to it, as it happens */
  watch: Subscription<
    OrderInput & {
      /** The event to go on after; from the order's beginning when left out */
      lastEventId?: number | string | undefined;
    },
    OrderEvent,
    "NOT_FOUND" | "RATE_LIMITED"
  >;
}

export interface PaymentRoutes {
  /** How the latest attempt to pay an order stands, and what the shopper goes on with */
  get: Query<OrderInput, PayablePayment, "NOT_FOUND" | "PAYMENT_UNAVAILABLE">;
  /** The ways to pay on offer */
  providers: Query<undefined, PaymentProvider[]>;
  /** Try again to pay an order, in the same way or another; its units stay held */
  retry: Mutation<RetryPaymentInput, PayablePayment, "PAYMENT_UNAVAILABLE" | TransitionCode>;
}

/** Every procedure. */
export interface Routes {
  account: AccountRoutes;
  admin: AdminRoutes;
  auth: AuthRoutes;
  cart: CartRoutes;
  catalog: CatalogRoutes;
  order: OrderRoutes;
  payment: PaymentRoutes;
}
