import type { InvoicePaper } from "../../db/schema/invoice-paper.ts";

/** What the shop needs from outside of it; `infra` adapts libraries to these. */

export interface Clock {
  now(): Date;
}

/** Structured logging: fields first, then what happened in a few constant words. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Counts attempts, so that guessing takes too long. */
export interface Limiter {
  /** Counts one attempt. Answers the seconds to wait when there were too many; undefined when it may go on. */
  count(limit: Limit, key: string): Promise<number | undefined>;
  /** The seconds to wait when there were as many as there may be; undefined when it may go on. Counts nothing. */
  wait(limit: Limit, key: string): Promise<number | undefined>;
  /** Forgets the attempts of a key. */
  forget(limit: Limit, key: string): Promise<void>;
}

/** So many attempts in so many seconds. */
export interface Limit {
  name: string;
  attempts: number;
  seconds: number;
}

/** What other processes of the shop may have to look for. */
export const peerTopics = ["catalogue", "orders"] as const;

export type PeerTopic = (typeof peerTopics)[number];

/**
 * The other processes of the shop, to be woken at once when there is something to see. What is said may be lost, and says
 * nothing that is relied on: whoever hears it looks into the database, and everybody looks there now and then in any case.
 */
export interface Peers {
  /** Tells them to look. Nobody waits for it. */
  tell(topic: PeerTopic): void;
  /** Calls back when another process tells; the answer ends that. */
  listen(topic: PeerTopic, listener: () => void): () => void;
}

/** Has one process do what all would do. It saves work and keeps nothing apart: two may have a turn at the same time. */
export interface Turns {
  /** Takes the turn at a job for so many milliseconds; undefined while another process has it. */
  take(job: string, milliseconds: number): Promise<Turn | undefined>;
}

export interface Turn {
  /** For the next one to take, as nothing came of it. */
  giveBack(): Promise<void>;
}

/** For secrets that are read again, such as keys that sign: a hash would not do. */
export interface Vault {
  /** The text as it may be stored. `place` names what it is and whose, and it opens for no other. */
  seal(text: string, place: string): Promise<string>;
  /** The text that was sealed for that place, or stored there before there was a key. */
  open(stored: string, place: string): Promise<string>;
}

/** What a mail says. */
export interface MailContent {
  subject: string;
  text: string;
  html: string;
  /** What its reader is to open, or to type where there is nothing to open: a secret. */
  action?: string | undefined;
}

export interface Mail extends MailContent {
  /** One address. */
  to: string;
  /** Of the mail, not of the attempt: whoever gets it twice can tell. Letters, digits, `.`, `-` and `_`. */
  id: string;
}

export interface Mailer {
  /** Resolves when somebody else has taken charge of the mail. */
  send(mail: Mail): Promise<void>;
}

/** Somebody else who says who a customer is (OpenID Connect, GitHub). */
export interface IdentityProvider {
  /** In addresses: `google`. */
  name: string;
  /** Who it is, as an address: its ids of people are told from those of any other by it. */
  issuer: string;
  /** As people know it: `Google`. */
  label: string;
  /** Where to send the customer, who comes back to `redirectUri` with a code. */
  begin(flow: SignInFlow & { state: string }): Promise<URL>;
  /** Who it was, by the code that they came back with. */
  identify(flow: SignInFlow & { code: string }): Promise<Identity>;
}

/** What one sign-in through a provider is held together by, from its begin to its end. */
export interface SignInFlow {
  redirectUri: string;
  /** 43 to 128 characters of `A-Z a-z 0-9 - _`: whoever steals the code lacks it (PKCE, RFC 7636). */
  codeVerifier: string;
  /** The provider signs it together with who it was, so that no older answer passes for this one. */
  nonce: string;
}

/** Whom a provider knows. */
export interface Identity {
  /** Its own id of the person, which stays when the address changes. */
  subject: string;
  email: string | null;
  /** Whether the provider knows that the person reads that mailbox. */
  emailVerified: boolean;
  firstName: string | null;
  lastName: string | null;
}

/** What is to be taxed of a cart; amounts in minor units of its currency. */
export interface TaxRequest {
  /** ISO 4217. */
  currency: string;
  /** Whether the amounts hold the tax already. */
  pricesIncludeTax: boolean;
  /** Where it is sent; `country` is ISO 3166-1 alpha-2. */
  destination: { country: string; region?: string | undefined; postalCode: string };
  /** The goods, each `amount` being that of all units after their discounts. */
  items: readonly { id: string; sku: string | null; taxClass: string; quantity: number; amount: number }[];
  /** After its discounts; 0 for none. */
  shippingAmount: number;
}

/** One tax on one thing. */
export interface AssessedTax {
  /** What shoppers are shown. */
  name: string;
  /** In millionths: 190,000 is 19 %. */
  rate: number;
  amount: number;
}

export interface TaxAssessment {
  /** Of each item of the request, by its id. */
  items: ReadonlyMap<string, readonly AssessedTax[]>;
  shipping: readonly AssessedTax[];
}

/** Somebody else who knows what taxes are due. */
export interface TaxCalculator {
  /** Undefined when there is no answer that can be relied on: the shop goes by its own rates then. Never throws. */
  assess(request: TaxRequest): Promise<TaxAssessment | undefined>;
}

export type ImageFormat = "jpeg" | "png" | "webp" | "gif" | "avif";

export interface Picture {
  bytes: Uint8Array;
  format: ImageFormat;
  /** In pixels. */
  width: number;
  height: number;
}

/** Why nothing can be made of a picture. */
export type UnusableImage = "damaged" | "too many pixels" | "too long";

/** Makes of a picture that somebody has what a shop shows. */
export interface ImageMaker {
  /**
   * The picture upright, with nothing else in it that its file said, and as WebP in the widths that pages need, the
   * narrowest first. `format` is what the bytes are known to begin as.
   */
  make(
    bytes: Uint8Array,
    format: ImageFormat,
  ): Promise<{ original: Picture; sizes: Picture[] } | UnusableImage>;
}

/** Keeps files for everybody to see. What is kept under a key never changes. */
export interface MediaStore {
  /** Keys are lowercase letters, digits and `-`, with one `.` before the kind of file. */
  put(key: string, bytes: Uint8Array, type: string): Promise<void>;
  /** Resolves as well when there is no such file. */
  remove(key: string): Promise<void>;
  /** Where everybody finds it: a whole address, or a path of this server. */
  url(key: string): string;
  /** What this server is to answer with itself; nothing where others do. */
  get?(key: string): Promise<Blob | undefined>;
}

/** Tells those who watch an order that something happened to it, in whatever process. */
export interface OrderFeed {
  /**
   * Watches an order from now on for whoever `watcher` stands for; null where nobody knows.
   * @throws RATE_LIMITED where they, or all together, watch as much as they may
   */
  watch(orderId: string, watcher: string | null): OrderWatch;
}

export interface OrderWatch {
  /** Resolves to true once something may have happened since this was asked last, or to false when the watch has ended. */
  changed(): Promise<boolean>;
  end(): void;
}

/** Who sells, as invoices say. */
export interface Seller {
  name: string;
  /** A line each. */
  address: readonly string[];
  vatId: string | undefined;
}

export interface InvoicePrinter {
  /** A PDF: the same bytes for the same invoice. */
  print(invoice: { number: string; paper: InvoicePaper; issuedAt: Date }): Promise<Uint8Array>;
}

/** What invoices are made with. */
export interface Invoicing {
  /** Undefined where nobody said who sells: nothing is invoiced then. */
  seller: Seller | undefined;
  printer: InvoicePrinter;
}
