import type { ErrorCode, ErrorData } from "../../core/errors.ts";

/** The codes that say more than their name. */
type TellingCode = { [Code in ErrorCode]: keyof ErrorData[Code] extends never ? never : Code }[ErrorCode];

const euros = (amount: number) => ({ amount, currency: "EUR" });

/** What comes with each of them, to show people. */
const examples: { [Code in TellingCode]: ErrorData[Code] } = {
  BAD_REQUEST: { issues: [{ path: "quantity", message: "Too small: expected number to be >=1" }] },
  RATE_LIMITED: { retryAfter: 60 },
  VERSION_CONFLICT: { current: 4 },
  MFA_REQUIRED: { challengeId: "id_1" },
  VARIANT_UNAVAILABLE: { variantId: "id_1" },
  OUT_OF_STOCK: { variantId: "id_1", available: 2 },
  STOCK_CHANGED: { levels: [{ variantId: "id_1", locationId: "id_2", onHand: 7 }] },
  QUANTITY_LIMIT: { variantId: "id_1", max: 5 },
  PRICE_CHANGED: {
    lines: [{ lineId: "id_1", variantId: "id_2", seenUnitPrice: euros(1990), unitPrice: euros(2190) }],
    total: euros(2680),
  },
  COUPON_INVALID: { coupon: "SPRING", reason: "expired" },
  UNITS_UNAVAILABLE: { lineId: "id_1", available: 1 },
  INVALID_TRANSITION: { from: "canceled", to: "confirmed" },
  REFUND_EXCEEDS_CAPTURED: { refundable: euros(1990) },
  INVOICE_UNAVAILABLE: { reason: "not-due" },
  INTERNAL: { requestId: "3f1c0f6e-5d0b-4c8e-9a65-0c0a5f1f2d10" },
};

const known: Partial<Record<ErrorCode, object>> = examples;

/** An example of what comes with a code. */
export const dataOf = (code: ErrorCode): object => known[code] ?? {};
