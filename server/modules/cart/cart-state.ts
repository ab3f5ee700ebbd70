import type { taxRates } from "../../../db/schema/index.ts";
import { type Offer, unitPrice } from "../catalog/unit-price.ts";
import type { FreeUnits } from "../inventory/free-units.ts";
import type { PriceablePromotion } from "../pricing/priceable-cart.ts";
import type { CartRow, LineRow, VariantRow } from "./statements.ts";

/** What is to know of a variant in the cart's currency. */
export interface VariantFacts extends Omit<VariantRow, "offers" | "tags" | "categoryIds" | "located"> {
  offers: readonly Offer[];
  tags: readonly string[];
  categoryIds: readonly string[];
  /** What there is where; null where all of it goes anywhere. */
  located: readonly FreeUnits[] | null;
}

export interface CartLine extends VariantFacts, Omit<LineRow, keyof VariantRow> {}

/** A cart at one moment, with all that its price and its order depend on. A change of it is a new one. */
export interface CartState extends CartRow {
  lines: readonly CartLine[];
  /** In the order in which they came. */
  codes: readonly string[];
  /** Those in force by themselves, those of the codes, and that of a code which it may get. */
  promotions: readonly PriceablePromotion[];
  /** Of the countries that it may be taxed in. */
  taxRates: readonly (typeof taxRates.$inferSelect)[];
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

/** Where its goods go, be it to a counter where they are fetched; null where that is not known or nothing is sent. */
export function goodsCountry({ cart, lines, shippingOption }: CartState): string | null {
  if (!lines.some(({ requiresShipping }) => requiresShipping)) return null;
  const place = shippingOption?.kind === "pickup" ? shippingOption.pickupAddress : cart.shippingAddress;
  return place?.country ?? null;
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

/** The cart after a change at that moment. */
export function changedAt(now: Date, state: CartState): CartState {
  const { cart } = state;
  return { ...state, cart: { ...cart, version: cart.version + 1, updatedAt: now } };
}
