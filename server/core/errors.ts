import type { CouponRefusal } from "../../db/enums.ts";
import type { Money } from "./money.ts";

/** What is said of one field of a refused input; `path` is dotted, empty for the input as a whole. */
export interface FieldIssue {
  path: string;
  message: string;
}

/** A cart line whose price is no longer what the shopper was shown. */
export interface PriceChange {
  lineId: string;
  variantId: string;
  seenUnitPrice: Money;
  unitPrice: Money;
}

/** What is on hand of a variant at a location. */
export interface LevelOnHand {
  variantId: string;
  locationId: string;
  onHand: number;
}

/** Of an error that says all by its code. */
export type NoData = Record<never, never>;

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

export type ErrorCode = keyof ErrorData;

/** The codes whose errors carry nothing but their code. */
type PlainCode = {
  [Code in ErrorCode]: keyof ErrorData[Code] extends never ? Code : never;
}[ErrorCode];

/** The codes that a rule of the shop raises, as against those of the transport. */
export type DomainErrorCode = Exclude<ErrorCode, "INTERNAL">;

const messages: Record<DomainErrorCode, string> = {
  BAD_REQUEST: "The input is not valid",
  UNAUTHENTICATED: "Sign in first",
  FORBIDDEN: "This is not allowed",
  NOT_FOUND: "Not found",
  CONFLICT: "Somebody else changed this at the same time: try again",
  VERSION_CONFLICT: "This has changed since it was last seen",
  RATE_LIMITED: "Too many attempts: try again later",
  TOKEN_EXPIRED: "This was used already, or is too old: ask for a new one",
  INVALID_CREDENTIALS: "The e-mail address, the password or the code is not right",
  MFA_REQUIRED: "A code of the authenticator app is needed too",
  MFA_ENROLLMENT_REQUIRED: "Set up an authenticator app first",
  EMAIL_TAKEN: "Somebody of the staff has this e-mail address already",
  IDEMPOTENCY_CONFLICT: "This Idempotency-Key was used with another input",
  CART_NOT_OPEN: "The cart was ordered, or went into another one, and can no longer change",
  CART_EMPTY: "The cart has no lines",
  VARIANT_UNAVAILABLE: "This variant is not for sale",
  OUT_OF_STOCK: "There is not enough in stock",
  STOCK_CHANGED: "The stock is other than was expected: look again",
  QUANTITY_LIMIT: "One order may not have so many of this variant",
  PRICE_CHANGED: "A price has changed since the cart was last seen",
  COUPON_INVALID: "This code does not hold for the cart",
  SHIPPING_UNAVAILABLE: "No chosen shipping option delivers this cart to its address",
  ADDRESS_REQUIRED: "There is no address to send it to",
  EMAIL_REQUIRED: "The cart has no e-mail address",
  PAYMENT_UNAVAILABLE: "This way to pay cannot be had, or not now",
  UNITS_UNAVAILABLE: "The order's line has not so many units left for this",
  INVALID_TRANSITION: "What it is now does not lead there",
  REFUND_EXCEEDS_CAPTURED: "There is not so much left to give back",
  INVOICE_UNAVAILABLE: "There is no invoice yet",
  PAYLOAD_TOO_LARGE: "The request is too large",
};

/** A refusal that the caller is meant to see, with data typed by its code. */
export class AppError<Code extends DomainErrorCode = DomainErrorCode> extends Error {
  override readonly name = "AppError";
  readonly code: Code;
  readonly data: ErrorData[Code];

  constructor(code: Code, ...[data]: Code extends PlainCode ? [] : [data: ErrorData[Code]]) {
    super(messages[code]);
    this.code = code;
    // Sound: the rest parameter's type lets only a code without data leave it out.
    this.data = (data ?? {}) as ErrorData[Code];
  }
}

/** Whether it is the refusal of that code. */
export function isRefusal<Code extends DomainErrorCode>(error: unknown, code: Code): error is AppError<Code> {
  return error instanceof AppError && error.code === code;
}

/** The refusal of one field of an input, by its dotted path. */
export function badRequest(path: string, message: string): AppError<"BAD_REQUEST"> {
  return new AppError("BAD_REQUEST", { issues: [{ path, message }] });
}
