/** What becomes of an attempt to pay. */
export type Outcome =
  | { kind: "succeeds" }
  | { kind: "declined"; code: string; declineCode?: string; message: string }
  | { kind: "authenticates"; afterwards: Outcome }
  /** Money that comes days later, or does not: `processing` until somebody says. */
  | { kind: "delayed" };

export interface TestCard {
  type: "card" | "sepa_debit";
  /** A card's number or an account's IBAN. */
  number: string;
  brand: string;
  outcome: Outcome;
  /** How a refund to it starts. */
  refunds: "succeeded" | "pending";
  /** Whether its owner wants their money back as soon as it is taken. */
  isDisputed?: boolean;
}

const succeeds: Outcome = { kind: "succeeds" };

function declined(declineCode: string, message = "Your card was declined."): Outcome {
  return { kind: "declined", code: "card_declined", declineCode, message };
}

function card(number: string, outcome: Outcome, parts: Partial<TestCard> = {}): TestCard {
  return { type: "card", number, brand: "visa", outcome, refunds: "succeeded", ...parts };
}

/** Stripe's test cards and accounts, by the names that stand for them. https://docs.stripe.com/testing */
export const testCards = {
  pm_card_visa: card("4242424242424242", succeeds),
  pm_card_mastercard: card("5555555555554444", succeeds, { brand: "mastercard" }),
  pm_card_visa_chargeDeclined: card("4000000000000002", declined("generic_decline")),
  pm_card_visa_chargeDeclinedInsufficientFunds: card(
    "4000000000009995",
    declined("insufficient_funds", "Your card has insufficient funds."),
  ),
  pm_card_chargeDeclinedExpiredCard: card("4000000000000069", {
    kind: "declined",
    code: "expired_card",
    message: "Your card has expired.",
  }),
  pm_card_authenticationRequired: card("4000002760003184", { kind: "authenticates", afterwards: succeeds }),
  pm_card_authenticationRequiredOnSetup: card("4000002500003155", {
    kind: "authenticates",
    afterwards: succeeds,
  }),
  pm_card_authenticationRequiredChargeDeclinedInsufficientFunds: card("4000008260003178", {
    kind: "authenticates",
    afterwards: declined("insufficient_funds", "Your card has insufficient funds."),
  }),
  pm_card_pendingRefund: card("4000000000007726", succeeds, { refunds: "pending" }),
  pm_card_createDispute: card("4000000000000259", succeeds, { isDisputed: true }),
  pm_success_de: card(
    "DE89370400440532013000",
    { kind: "delayed" },
    { type: "sepa_debit", brand: "", refunds: "pending" },
  ),
} as const satisfies Record<string, TestCard>;

export type TestCardName = keyof typeof testCards;

export function findCard(name: string): TestCard | undefined {
  return Object.hasOwn(testCards, name) ? testCards[name as TestCardName] : undefined;
}

/** The name of the card with that number. */
export function nameOfCard(number: string): string | undefined {
  const digits = number.replaceAll(" ", "");
  return Object.entries(testCards).find(([, each]) => each.number === digits)?.[0];
}
