import { availableTo } from "../inventory/available.ts";
import { type CartLine, type CartState, goodsCountry, unitAmountsNow, unitsByVariant } from "./cart-state.ts";
import { isSold } from "./limits.ts";
import type { CartLineIssue } from "./schema.ts";

/**
 * What has changed under each line since it was added, by its id, the gravest first. Lines of one variant count together:
 * what there is of it is there for all of them.
 */
export function issuesOf(state: CartState): Map<string, CartLineIssue[]> {
  const units = unitsByVariant(state.lines);
  const amounts = unitAmountsNow(state);
  const [{ currency }, country] = [state.cart, goodsCountry(state)];
  return new Map(
    state.lines.map((line) => {
      const { id, variantId } = line;
      const available = availableTo(line, country);
      return [
        id,
        issues(line, {
          currency,
          available,
          units: units.get(variantId) ?? 0,
          unitAmount: amounts.get(variantId) ?? null,
        }),
      ];
    }),
  );
}

/** What is true of its variant now. */
interface Now {
  currency: string;
  /** How many units there are for where the cart goes. */
  available: number;
  /** How many the cart holds. */
  units: number;
  unitAmount: number | null;
}

function issues(line: CartLine, { currency, available, units, unitAmount }: Now): CartLineIssue[] {
  const { maxPerOrder: max, seenUnitAmount } = line;
  if (!isSold(line)) return [{ code: "VARIANT_UNAVAILABLE" }];
  const found: CartLineIssue[] = [];
  if (available < units) found.push({ code: "OUT_OF_STOCK", available });
  if (max !== null && max < units) found.push({ code: "TOO_MANY", max });
  if (unitAmount !== seenUnitAmount) {
    found.push({ code: "PRICE_CHANGED", seenUnitPrice: { amount: seenUnitAmount, currency } });
  }
  return found;
}
