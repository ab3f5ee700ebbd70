import { AppError, type PriceChange } from "../../core/errors.ts";
import { type CartState, unitAmountsNow } from "../cart/cart-state.ts";
import { issuesOf } from "../cart/line-issues.ts";
import type { Pricing } from "../cart/price-state.ts";
import type { CartLineIssue } from "../cart/schema.ts";
import type { PlaceInput } from "./schema.ts";

/**
 * Refuses a cart that lacks something, or that would be ordered for less or more than its shopper was shown.
 * @throws ADDRESS_REQUIRED, SHIPPING_UNAVAILABLE, VARIANT_UNAVAILABLE, OUT_OF_STOCK, QUANTITY_LIMIT, COUPON_INVALID,
 * PRICE_CHANGED
 */
export function assertOrderable(state: CartState, pricing: Pricing, input: PlaceInput): void {
  assertDeliverable(state, pricing);
  const priceChanges = priceChangesOf(state);
  const [refused] = pricing.refusedCodes;
  if (refused) throw new AppError("COUPON_INVALID", { coupon: refused.code, reason: refused.reason });
  assertPrices(state, pricing, input, priceChanges);
}

/** What is sent needs an address, what is sent or fetched a way that takes it; what is neither needs nothing. */
function assertDeliverable({ cart, lines, shippingOption }: CartState, { shipping }: Pricing): void {
  if (!lines.some(({ requiresShipping }) => requiresShipping)) return;
  if (shippingOption?.kind !== "pickup" && cart.shippingAddress === null) {
    throw new AppError("ADDRESS_REQUIRED");
  }
  if (!shipping) throw new AppError("SHIPPING_UNAVAILABLE");
}

/** The lines whose price was another when it was last seen. Nothing may be sold that is not there. */
function priceChangesOf(state: CartState): PriceChange[] {
  const { currency } = state.cart;
  const issues = issuesOf(state);
  const amounts = unitAmountsNow(state);
  return state.lines.flatMap(({ id: lineId, variantId }) =>
    (issues.get(lineId) ?? []).map((issue) => {
      if (issue.code !== "PRICE_CHANGED") throw refusalOf(issue, variantId);
      const { seenUnitPrice } = issue;
      return {
        lineId,
        variantId,
        seenUnitPrice,
        unitPrice: { amount: amounts.get(variantId) ?? seenUnitPrice.amount, currency },
      };
    }),
  );
}

function refusalOf(issue: Exclude<CartLineIssue, { code: "PRICE_CHANGED" }>, variantId: string): AppError {
  switch (issue.code) {
    case "VARIANT_UNAVAILABLE":
      return new AppError("VARIANT_UNAVAILABLE", { variantId });
    case "OUT_OF_STOCK":
      return new AppError("OUT_OF_STOCK", { variantId, available: issue.available });
    case "TOO_MANY":
      return new AppError("QUANTITY_LIMIT", { variantId, max: issue.max });
  }
}

function assertPrices(
  { cart: { currency } }: CartState,
  { totals }: Pricing,
  { acceptPriceChanges, expectedTotal }: PlaceInput,
  lines: PriceChange[],
): void {
  const isUnexpected =
    expectedTotal !== undefined &&
    (expectedTotal.amount !== totals.total || expectedTotal.currency !== currency);
  if (isUnexpected || (lines.length > 0 && !acceptPriceChanges)) {
    throw new AppError("PRICE_CHANGED", { lines, total: { amount: totals.total, currency } });
  }
}
