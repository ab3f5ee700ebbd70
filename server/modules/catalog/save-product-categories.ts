import { eq, inArray } from "drizzle-orm";
import { categories, productCategories } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";

/** Puts a product into these categories and out of all others. */
export async function saveProductCategories(
  db: Transaction,
  productId: string,
  categoryIds: readonly string[],
): Promise<void> {
  await db.delete(productCategories).where(eq(productCategories.productId, productId));
  if (categoryIds.length === 0) return;
  await db
    .insert(productCategories)
    .values([...new Set(categoryIds)].map((categoryId) => ({ categoryId, productId })));
}

/** Those of the ids that name no category. */
export async function unknownCategories(
  db: Transaction,
  categoryIds: readonly string[],
): Promise<Set<string>> {
  if (categoryIds.length === 0) return new Set();
  const found = await db
    .select({ id: categories.id })
    .from(categories)
    .where(inArray(categories.id, [...categoryIds]));
  return new Set(categoryIds).difference(new Set(found.map(({ id }) => id)));
}
