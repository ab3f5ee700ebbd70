import type { Cart, Customer, Order, PromotionEffect, ShopClient } from "../client-sdk/src/index.ts";
import type { Permission } from "../db/enums.ts";
import type { PaymentProvider } from "../server/core/payment-port.ts";
import type { Clock, IdentityProvider, Mail, TaxCalculator } from "../server/core/ports.ts";

/** Opens a whole shop in process, on a database file of its own, with one market (EUR) and two shipping options. */
export declare function createTestShop(options?: TestShopOptions): Promise<TestShop>;

/** Closes all shops of this process that are still open: for an `afterAll` of a preload. */
export declare function closeTestShops(): Promise<void>;

export interface TestShopOptions {
  /** By default the manual one: cash on delivery, bank transfer and a card that always succeeds. */
  paymentProviders?: readonly PaymentProvider[];
  /** In seconds: how long an order waits for its payment where the method says nothing; 1,800 by default. */
  paymentDeadline?: number;
  /** Whether money is taken at once or as goods are sent; `automatic` by default. */
  paymentCapture?: "automatic" | "manual";
  /** Asked for taxes; by default the shop goes by its own rates. */
  taxCalculator?: TaxCalculator | undefined;
  /** Through whom customers can sign in; nobody by default. */
  identityProviders?: readonly IdentityProvider[];
  /** Where links in mails lead; without it they hold the token alone. */
  storefrontUrl?: string | undefined;
  /** Origins whose pages may call; by default all pages of this machine. */
  corsOrigins?: string[] | undefined;
}

export interface TestShop extends AsyncDisposable {
  /** What `fetch` answers to: for a client of your own. */
  readonly url: string;
  /** Calls the shop without a network. */
  fetch(url: string | URL, init?: RequestInit): Promise<Response>;
  /** The client of a guest. */
  readonly client: ShopClient;
  /** The client of whoever holds a session's token or an API key. */
  clientOf(token: string): ShopClient;
  /** What the shop goes by. Search alone goes by the machine's, for what is published later. */
  readonly clock: TestClock;
  /** What was sent so far, in order. */
  readonly mails: readonly Mail[];
  /** Has done what was left for after the answer, such as mails. */
  deliver(): Promise<void>;
  /** Has done all that is due by the clock, such as the end of orders nobody paid; then as `deliver`. */
  runJobs(): Promise<void>;
  /** Opens a port of this machine and answers its address: for a browser, or a server under test. */
  listen(): string;
  /** A product with one variant, published, at 10.00 EUR with 100 on hand unless told otherwise. */
  newProduct(product?: NewProduct): Promise<TestProduct>;
  /** A market beside the default one, in US dollars without taxes in its prices unless told otherwise. */
  newMarket(market?: NewMarket): Promise<{ code: string }>;
  /** A promotion of ten per cent off every line, for everybody, by itself unless it has codes. */
  newPromotion(promotion?: NewPromotion): Promise<{ id: string }>;
  /** A customer with a verified account, signed in. */
  newCustomer(email?: string): Promise<TestCustomer>;
  /** A member of staff, signed in: an owner, or with another role, or one of their own that allows just that. */
  newStaff(role?: string | { permissions: readonly Permission[] }): Promise<TestStaff>;
  /** A cart that can be ordered, of a guest or of whoever's client it is. */
  readyCart(lines: readonly CartLine[], options?: { client?: ShopClient }): Promise<Cart>;
  /** An order paid by the test card unless told otherwise, of a guest or of whoever's client it is. */
  newOrder(lines: readonly CartLine[], options?: NewOrder): Promise<TestOrder>;
  /** Ends all of it and removes its files. */
  close(): Promise<void>;
}

export interface TestClock extends Clock {
  /** Stands at that moment from now on; until then it goes with the machine's. */
  set(time: Date): void;
  advance(milliseconds: number): void;
}

export interface CartLine {
  variantId: string;
  quantity: number;
}

export interface NewProduct {
  title?: string;
  slug?: string;
  status?: "draft" | "published" | "archived";
  publishedAt?: Date;
  /** HTML. */
  description?: string;
  sku?: string | null;
  /** Minor units; null for a variant that is not sold. */
  amount?: number | null;
  /** ISO 4217. */
  currency?: string;
  /** What it cost before, or elsewhere. */
  compareAtAmount?: number | null;
  onHand?: number;
  /** What becomes of an order beyond what is on hand; `deny` by default. */
  policy?: "deny" | "backorder" | "untracked";
}

export interface TestProduct {
  productId: string;
  /** Its only one. */
  variantId: string;
  slug: string;
}

export interface NewMarket {
  code?: string;
  name?: string;
  /** ISO 4217. */
  currency?: string;
  /** BCP 47. */
  locale?: string;
  /** ISO 3166-1 alpha-2; null is everywhere. */
  countries?: string[] | null;
  pricesIncludeTax?: boolean;
  /** Where it sells from (ISO 3166-1 alpha-2): a cart without an address is taxed as there. */
  taxCountry?: string | null;
}

export interface NewPromotion {
  /** What shoppers are shown beside what it takes off. */
  name?: string;
  /** Makes it come by code. */
  codes?: readonly string[];
  effect?: PromotionEffect;
  startsAt?: Date | null;
  endsAt?: Date | null;
  /** How many orders may use it. */
  usageLimit?: number | null;
}

export interface TestCustomer {
  customer: Customer;
  email: string;
  password: string;
  /** Of the session; also what `tokenSession` and the like keep. */
  token: string;
  client: ShopClient;
}

export interface TestStaff extends TestCustomer {
  role: string;
}

export interface NewOrder {
  client?: ShopClient;
  /** Of the manual provider. */
  method?: "test_card" | "cash_on_delivery" | "bank_transfer";
}

export interface TestOrder {
  order: Order;
  /** What its buyer names it by, as `order.get` and the like take it; a guest's has the access token. */
  mine: { id: string; accessToken?: string };
}
