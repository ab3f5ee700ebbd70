import { maxCartUnits } from "../../../../db/limits.ts";
import { AppError, badRequest } from "../../../core/errors.ts";
import { unitsByVariant, type VariantFacts } from "../../cart/cart-state.ts";
import { isSold } from "../../cart/limits.ts";
import { availableUnits } from "../../inventory/available.ts";
import type { Units } from "../../inventory/move-stock.ts";

/** What an order has of each variant besides what is added. */
export interface HeldUnits {
  /** What it keeps: its prices and limits go by all that it has. */
  kept: Units;
  /** What it lets go of at the same time: that is there for it too. */
  freed: Units;
}

export const nothingHeld: HeldUnits = { kept: new Map(), freed: new Map() };

export interface AddedUnits extends VariantFacts {
  quantity: number;
}

/** How many units of each added variant the order has then. */
export function unitsAfter(lines: readonly AddedUnits[], { kept }: HeldUnits): Map<string, number> {
  const added = unitsByVariant(lines);
  return new Map([...added].map(([variantId, units]) => [variantId, units + (kept.get(variantId) ?? 0)]));
}

/** @throws VARIANT_UNAVAILABLE, OUT_OF_STOCK, QUANTITY_LIMIT; BAD_REQUEST for more than any order has */
export function assertAddable(lines: readonly AddedUnits[], held: HeldUnits): void {
  const added = unitsByVariant(lines);
  const after = unitsAfter(lines, held);
  for (const line of lines) {
    const { variantId, maxPerOrder: max } = line;
    if (!isSold(line)) throw new AppError("VARIANT_UNAVAILABLE", { variantId });
    const available = availableUnits(line) + (held.freed.get(variantId) ?? 0);
    if (available < (added.get(variantId) ?? 0)) throw new AppError("OUT_OF_STOCK", { variantId, available });
    if (max !== null && max < (after.get(variantId) ?? 0)) {
      throw new AppError("QUANTITY_LIMIT", { variantId, max });
    }
  }
  const units = [...held.kept.values(), ...added.values()].reduce((sum, count) => sum + count, 0);
  if (units > maxCartUnits) throw badRequest("", `An order holds at most ${maxCartUnits} units`);
}
