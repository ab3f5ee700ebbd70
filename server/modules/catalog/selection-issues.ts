import { inArray } from "drizzle-orm";
import { products } from "../../../db/schema/index.ts";
import type { LineSelection } from "../../../db/schema/promotion-rule.ts";
import type { Transaction } from "../../../db/transaction.ts";
import type { FieldIssue } from "../../core/errors.ts";
import { unknownCategories } from "./save-product-categories.ts";

/** What a selection of lines names that there is not, by where it stands below `path`. */
export async function selectionIssues(
  db: Transaction,
  { productIds, categoryIds }: LineSelection,
  path: string,
): Promise<FieldIssue[]> {
  const unknown = {
    productIds: await unknownProducts(db, productIds),
    categoryIds: await unknownCategories(db, categoryIds),
  };
  const issuesOf = (field: keyof typeof unknown, ids: readonly string[], message: string) =>
    ids.flatMap((id, index) =>
      unknown[field].has(id) ? [{ path: `${path}.${field}.${index}`, message }] : [],
    );
  return [
    ...issuesOf("productIds", productIds, "There is no such product"),
    ...issuesOf("categoryIds", categoryIds, "There is no such category"),
  ];
}

async function unknownProducts(db: Transaction, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const found = await db
    .select({ id: products.id })
    .from(products)
    .where(inArray(products.id, [...ids]));
  return new Set(ids).difference(new Set(found.map(({ id }) => id)));
}
