import type {
  CaptureMode,
  PaymentMethod,
  PaymentProviderName,
  PaymentStatus,
  PayoutEntryKind,
} from "../../db/enums.ts";
import type { Money } from "./money.ts";

/**
 * Somebody through whom an order can be paid. To add one: name it in `paymentProviders`, write its gateway, and list it in
 * `deps.ts`; docs/payments.md goes through it.
 */
export interface PaymentProvider {
  name: PaymentProviderName;
  /** The ways to pay through it; the first one where whoever orders names none. */
  methods: readonly MethodTerms[];
  /** How it is spoken to; undefined where people alone move the money, and say that it came. */
  gateway?: PaymentGateway | undefined;
  /** False while it has not answered of late and is not to be asked; left out, it always is. */
  isReachable?: (() => boolean) | undefined;
}

export interface MethodTerms {
  method: PaymentMethod;
  /** When the money comes: with the order, before anything is sent, or whenever it does. */
  paid: "at_once" | "first" | "later";
  /** In seconds, how long an order waits for money that comes first; left out, as long as the shop says. */
  deadline?: number;
}

/**
 * What is asked of a company that moves money. Each call may be lost, or its answer: it is made again with the same
 * `key`, and has no further effect then. Each answers how the payment stands, from the company's own record, and whatever it
 * answers is taken in by one function, in any order and any number of times.
 * @throws ProviderUnavailable when there is no telling whether it happened, ProviderRefused when it did not
 */
export interface PaymentGateway {
  /** Opens a payment for the attempt, whose id is the key. */
  begin(attempt: NewAttempt): Promise<ProviderPayment>;
  /** How it stands now. */
  read(attempt: KnownAttempt): Promise<ProviderPayment>;
  /** Takes money that was authorized. */
  capture(attempt: KnownAttempt, capture: CaptureRequest): Promise<ProviderPayment>;
  /** Ends it, where it can still be ended: what has been paid meanwhile is answered as it is. `key` is not needed twice. */
  cancel(attempt: KnownAttempt): Promise<ProviderPayment>;
  /** Gives money back, by the refund's id as the key. */
  refund(attempt: KnownAttempt, refund: RefundRequest): Promise<ProviderRefund>;
  /**
   * Reads what the company sent to our address, once its signature is found right.
   * @throws ProviderRefused when nobody who knows a secret of ours signed that body within the last five minutes
   */
  readNotice(body: string, headers: Headers, now: Date): Promise<ProviderNotice>;
  /** The money that the company paid out since, the oldest first, but for those payouts whose references are known. */
  payouts(since: Date, known: ReadonlySet<string>): Promise<ProviderPayout[]>;
}

/** An attempt to be paid, before the provider knows of it. It ends when we say so; all of it stays the same until then. */
export interface NewAttempt {
  id: string;
  orderId: string;
  /** What people know the order by. */
  orderNumber: string;
  method: PaymentMethod;
  due: Money;
  capture: CaptureMode;
  /** Where the receipt goes, if the provider sends one. */
  email: string;
  /** The order's page, where a hosted page sends the shopper afterwards; undefined where the shop has no storefront. */
  returnUrl: string | undefined;
}

/** An attempt that the provider knows of, by its own `reference`. */
export interface KnownAttempt {
  id: string;
  method: PaymentMethod;
  reference: string;
}

export interface CaptureRequest {
  /** Of this capture alone. */
  amount: number;
  currency: string;
  /** Whether what else was authorized is let go. */
  final: boolean;
  key: string;
}

export interface RefundRequest {
  id: string;
  amount: number;
  currency: string;
}

/** A payment as its provider has it; amounts in minor units of its currency. */
export interface ProviderPayment {
  /** What the provider finds it by. */
  reference: string;
  status: PaymentStatus;
  /** What it is for. */
  asked: Money;
  /** Of what was authorized, what can still be captured. */
  capturable: number;
  captured: number;
  /** In the provider's words, why it was declined last. */
  declineCode: string | null;
  refunds: readonly ProviderRefund[];
  disputes: readonly ProviderDispute[];
  /** What the provider keeps for its work, as far as it is known. */
  fees: readonly ProviderFee[];
  /** Whether several captures can be made of it. */
  capturesInParts: boolean;
  /** What the storefront goes on with: secrets, for whoever pays alone. */
  action: PaymentAction;
}

export interface PaymentAction {
  /** For the provider's form in the storefront's own page. */
  clientSecret?: string | undefined;
  /** For the provider's own page. */
  redirectUrl?: string | undefined;
}

export interface ProviderRefund {
  reference: string;
  /** Ours; null where somebody gave it at the provider, past us. */
  refundId: string | null;
  status: "pending" | "succeeded" | "failed";
  amount: number;
  failure: string | null;
}

export interface ProviderDispute {
  reference: string;
  status: "open" | "won" | "lost";
  /** What is held back meanwhile, and gone when it is lost. */
  amount: number;
  reason: string;
  /** Until when evidence can be handed in. */
  dueBy: Date | null;
}

export interface ProviderFee {
  /** Of the provider's entry that it stands in. */
  reference: string;
  /** Negative where it came back. In the currency that the provider settles in, which may be another than the payment's. */
  amount: number;
  currency: string;
}

/** What a provider says has happened: enough to know which payment to look at. */
export interface ProviderNotice {
  /** Of the notice; the same when it is sent again. */
  id: string;
  type: string;
  /** The payment that it is about; null where it is about none of ours. */
  reference: string | null;
  /** The id of the attempt, where the provider tells it. */
  attemptId: string | null;
}

/** Money on its way to the shop's bank. */
export interface ProviderPayout {
  reference: string;
  amount: number;
  currency: string;
  arrivesAt: Date;
  /** What it is made of: captures, refunds, disputes and fees, by the references that these have in payments. */
  entries: readonly PayoutEntry[];
}

export interface PayoutEntry {
  /** The payment's, refund's or dispute's. */
  source: string;
  /** That of the payment that it is of; null where it is of none. */
  payment: string | null;
  kind: PayoutEntryKind;
  /** Less than nothing for what went out. */
  amount: number;
  fee: number;
  currency: string;
}

/** The provider could not be asked, or its answer was lost: what was asked may have happened. */
export class ProviderUnavailable extends Error {
  override name = "ProviderUnavailable";
}

/** The provider will not do it, and did not. `code` is in its own words: `card_declined`. */
export class ProviderRefused extends Error {
  override name = "ProviderRefused";

  constructor(
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(`The provider refused: ${code}`, options);
  }
}
