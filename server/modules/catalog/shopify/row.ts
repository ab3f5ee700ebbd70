import type { Cells } from "./columns.ts";
import type { Group } from "./gather.ts";

export interface Row {
  /** The number of the line on which the row begins. */
  line: number;
  cells: Cells;
  /** There are more cells than columns: nothing tells which cell is which. */
  shifted: boolean;
}

/** All of one product, or a part of it. */
export type ProductRows = Group<Row>;

/** More than the variants and images that Shopify lets a product have; what follows is added to the product. */
const maxRows = 2_500;

/** Whether a row goes on with the product of those right before it. */
export function isSameProduct(rows: ProductRows, row: Row): boolean {
  return rows[0].cells.Handle === row.cells.Handle && rows.length < maxRows;
}
