import { maxCartUnits } from "../../../../db/limits.ts";
import { AppError, badRequest } from "../../../core/errors.ts";
import type { VariantFacts } from "../../cart/cart-state.ts";
import { isSold } from "../../cart/limits.ts";
import type { Units } from "../../inventory/move-stock.ts";

/**
 * Whether an order may have so many `units` of each variant, all of its lines together.
 * @throws VARIANT_UNAVAILABLE, QUANTITY_LIMIT; BAD_REQUEST for more than any order has
 */
export function assertAddable(added: Iterable<VariantFacts>, units: Units): void {
  for (const variant of added) {
    const { variantId, maxPerOrder: max } = variant;
    if (!isSold(variant)) throw new AppError("VARIANT_UNAVAILABLE", { variantId });
    if (max !== null && max < (units.get(variantId) ?? 0)) {
      throw new AppError("QUANTITY_LIMIT", { variantId, max });
    }
  }
  const all = [...units.values()].reduce((sum, count) => sum + count, 0);
  if (all > maxCartUnits) throw badRequest("", `An order holds at most ${maxCartUnits} units`);
}
