import type { DraftProblem } from "../product-draft.ts";
import type { Issue } from "../shopify/issue.ts";
import type { JsonlProduct } from "./read-record.ts";

/** Where in the file a problem with a product comes from. */
export function toIssue({ line }: JsonlProduct, { variant, field, message }: DraftProblem): Issue {
  const path = [variant === undefined ? null : `variants.${variant}`, field].filter((part) => part !== null);
  return { line, column: path.join(".") || null, message };
}
