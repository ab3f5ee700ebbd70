import type { Adjustment } from "../../../db/schema/order.ts";
import type { PriceableLine } from "./priceable-cart.ts";

/**
 * All units of one variant at one price. Prices are worked out for items and split over their lines at the end, so that
 * neither the order of lines nor how many of them hold a variant makes a difference.
 */
export interface Item extends Omit<PriceableLine, "id"> {
  /** By id. */
  lines: PriceableLine[];
  /** What is left of its price after the promotions so far. */
  left: number;
  /** What they took off, in the order of application. */
  adjustments: Adjustment[];
}

/** The lines as items, in an order that has nothing to do with theirs. */
export function itemsOf(lines: readonly PriceableLine[]): Item[] {
  const items: Item[] = [];
  for (const line of lines.toSorted(inOrder)) {
    const item = items.at(-1);
    if (item?.variantId === line.variantId && item.unitAmount === line.unitAmount) {
      item.lines.push(line);
      item.quantity += line.quantity;
      item.left += line.quantity * line.unitAmount;
    } else {
      items.push(itemOf(line));
    }
  }
  return items;
}

function itemOf(line: PriceableLine): Item {
  const { variantId, productId, categoryIds, tags, taxClass, quantity, unitAmount } = line;
  const { weightGrams, requiresShipping } = line;
  return {
    variantId,
    productId,
    categoryIds,
    tags,
    taxClass,
    quantity,
    unitAmount,
    weightGrams,
    requiresShipping,
    lines: [line],
    left: quantity * unitAmount,
    adjustments: [],
  };
}

function inOrder(one: PriceableLine, other: PriceableLine): number {
  if (one.variantId !== other.variantId) return one.variantId < other.variantId ? -1 : 1;
  return one.unitAmount - other.unitAmount || (one.id < other.id ? -1 : 1);
}
