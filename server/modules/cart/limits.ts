import { maxCartUnits } from "../../../db/limits.ts";
import { AppError } from "../../core/errors.ts";
import { availableTo } from "../inventory/available.ts";
import type { CartLine, CartState, VariantFacts } from "./cart-state.ts";
import { goodsCountry, unitsByVariant } from "./cart-state.ts";

/** A line of more units than this is a mistake or an attack. */
export const maxQuantity = 9_999;
/** A cart of more lines is one too. */
export const maxLines = 100;
/** How many codes a cart takes. */
export const maxCodes = 10;

/**
 * Whether the line's variant can be sold in the quantity that the cart now has of it. Holds nothing: ordering does.
 * @throws VARIANT_UNAVAILABLE, OUT_OF_STOCK, BAD_REQUEST beyond the limits of the line, the variant or the cart
 */
export function assertSellable(state: CartState, line: CartLine): void {
  const { lines } = state;
  const { variantId, maxPerOrder } = line;
  if (line.quantity > maxQuantity) throw badRequest("quantity", `A line holds at most ${maxQuantity} units`);
  if (!isSold(line)) throw new AppError("VARIANT_UNAVAILABLE", { variantId });
  const units = unitsByVariant(lines).get(variantId) ?? 0;
  const available = availableTo(line, goodsCountry(state));
  if (available < units) throw new AppError("OUT_OF_STOCK", { variantId, available });
  if (maxPerOrder !== null && units > maxPerOrder) {
    throw badRequest("quantity", `An order holds at most ${maxPerOrder} units of this variant`);
  }
  if (lines.length > maxLines) throw badRequest("variantId", `A cart holds at most ${maxLines} lines`);
  assertUnits(lines, "quantity");
}

/** A larger cart is a mistake or an attack, and its sum might be beyond what JavaScript can hold. */
export function assertUnits(lines: readonly CartLine[], path: string): void {
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  if (units > maxCartUnits) throw badRequest(path, `A cart holds at most ${maxCartUnits} units`);
}

/** Whether the variant is for sale to the cart at all. */
export function isSold({ published, amount }: VariantFacts): boolean {
  return published === 1 && amount !== null;
}

export function badRequest(path: string, message: string): AppError<"BAD_REQUEST"> {
  return new AppError("BAD_REQUEST", { issues: [{ path, message }] });
}
