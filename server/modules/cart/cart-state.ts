import { type Offer, unitPrice } from "../catalog/unit-price.ts";
import type { CartRow, LineRow, VariantRow } from "./statements.ts";

/** What is to know of a variant in the cart's currency. */
export interface VariantFacts extends Omit<VariantRow, "offers"> {
  offers: readonly Offer[];
}

export interface CartLine extends VariantFacts, Omit<LineRow, keyof VariantRow> {}

/** A cart at one moment, with all that its price and its order depend on. A change of it is a new one. */
export interface CartState extends CartRow {
  lines: readonly CartLine[];
  now: Date;
}

/** How many units of each variant all lines hold together: prices, stock and limits go by that. */
export function unitsByVariant(
  lines: readonly Pick<CartLine, "variantId" | "quantity">[],
): Map<string, number> {
  const units = new Map<string, number>();
  for (const { variantId, quantity } of lines) units.set(variantId, (units.get(variantId) ?? 0) + quantity);
  return units;
}

/** What one of so many units of the variant costs now; null where it is not sold in the cart's currency any more. */
export function unitAmountNow({ amount, offers }: VariantFacts, quantity: number, now: Date): number | null {
  return amount === null ? null : unitPrice(amount, offers, { quantity, now });
}

/** The same of each variant in the cart. */
export function unitAmountsNow({ lines, now }: Pick<CartState, "lines" | "now">): Map<string, number | null> {
  const units = unitsByVariant(lines);
  return new Map(
    lines.map((line) => [line.variantId, unitAmountNow(line, units.get(line.variantId) ?? 0, now)]),
  );
}
