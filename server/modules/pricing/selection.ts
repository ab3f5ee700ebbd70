import type { LineSelection } from "../../../db/schema/promotion-rule.ts";

/** What a selection knows a line by. */
export interface Selectable {
  productId: string;
  /** The product's categories and all above them. */
  categoryIds: readonly string[];
  tags: readonly string[];
}

/** Whether a selection names the line, by any of its marks; null names all. */
export function selects(selection: LineSelection | null, line: Selectable): boolean {
  if (selection === null) return true;
  return (
    selection.productIds.includes(line.productId) ||
    selection.categoryIds.some((id) => line.categoryIds.includes(id)) ||
    selection.tags.some((tag) => line.tags.includes(tag))
  );
}
