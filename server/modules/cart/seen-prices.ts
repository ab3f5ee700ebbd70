import { type CartLine, type CartState, unitAmountsNow } from "./cart-state.ts";

/** The lines whose price the shop has changed since their shopper saw it, with what was seen. */
export function outdatedPrices(state: CartState): Map<string, number> {
  const amounts = unitAmountsNow(state);
  const outdated = state.lines.filter((line) => line.seenUnitAmount !== amounts.get(line.variantId));
  return new Map(outdated.map(({ id, seenUnitAmount }) => [id, seenUnitAmount]));
}

/**
 * The lines as their shopper sees them now. What one of a variant costs goes by how many the cart has of it: a price that
 * moves by the shopper's own change has been seen; one that the shop changed stays unseen.
 */
export function seenNow(
  lines: readonly CartLine[],
  now: Date,
  outdated: ReadonlyMap<string, number>,
): CartLine[] {
  const amounts = unitAmountsNow({ lines, now });
  return lines.map((line) => {
    const seen = outdated.get(line.id) ?? amounts.get(line.variantId) ?? line.seenUnitAmount;
    return { ...line, seenUnitAmount: seen };
  });
}
