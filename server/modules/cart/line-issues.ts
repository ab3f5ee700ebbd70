import { availableUnits } from "../inventory/available.ts";
import { type CartLine, type CartState, unitAmountsNow, unitsByVariant } from "./cart-state.ts";
import { isSold } from "./limits.ts";
import type { CartLineIssue } from "./schema.ts";

/**
 * What has changed under each line since it was added, by its id, the gravest first. Lines of one variant count together:
 * what there is of it is there for all of them.
 */
export function issuesOf(state: CartState): Map<string, CartLineIssue[]> {
  const units = unitsByVariant(state.lines);
  const amounts = unitAmountsNow(state);
  const { currency } = state.cart;
  return new Map(
    state.lines.map((line) => {
      const { id, variantId } = line;
      return [id, issues(line, currency, units.get(variantId) ?? 0, amounts.get(variantId) ?? null)];
    }),
  );
}

function issues(line: CartLine, currency: string, units: number, unitAmount: number | null): CartLineIssue[] {
  const { maxPerOrder: max, seenUnitAmount } = line;
  if (!isSold(line)) return [{ code: "VARIANT_UNAVAILABLE" }];
  const found: CartLineIssue[] = [];
  const available = availableUnits(line);
  if (available < units) found.push({ code: "OUT_OF_STOCK", available });
  if (max !== null && max < units) found.push({ code: "TOO_MANY", max });
  if (unitAmount !== seenUnitAmount) {
    found.push({ code: "PRICE_CHANGED", seenUnitPrice: { amount: seenUnitAmount, currency } });
  }
  return found;
}
