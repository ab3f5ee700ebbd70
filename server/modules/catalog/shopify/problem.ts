import type { DraftField, DraftProblem } from "../product-draft.ts";
import type { Column } from "./columns.ts";
import { type Issue, keepingOut } from "./issue.ts";
import type { ShopifyProduct } from "./read-product.ts";

const columnOf: Partial<Record<DraftField, Column>> = {
  title: "Title",
  optionNames: "Option1 Name",
  optionValues: "Option1 Value",
  sku: "Variant SKU",
  barcode: "Variant Barcode",
};

/** Where in the file a problem with a product of so many rows comes from. */
export function toIssue(product: ShopifyProduct, problem: DraftProblem, rows: number): Issue {
  const { variant, field, message } = problem;
  const column = (field && columnOf[field]) ?? null;
  if (variant === undefined) return keepingOut({ line: product.line, column, message }, rows);
  return { line: product.variants[variant]?.line ?? product.line, column, message };
}
