import { and, eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { categories, categorySlugs, productCategories } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { hasRoomBelow, tooDeep } from "./category-depth.ts";
import { type CategoryStep, categoryPath } from "./category-path.ts";
import { namesOf } from "./shopify/cells.ts";
import { pathOf } from "./stored-product-statements.ts";

/** In whatever language: no other category can have it. */
const bySlugStatement = prepared((db) =>
  db
    .select({ id: categorySlugs.categoryId })
    .from(categorySlugs)
    .where(and(eq(categorySlugs.slug, sql.placeholder("slug")), eq(categorySlugs.isCurrent, true))),
);

const ofProductStatement = prepared((db) =>
  db
    .select({ categoryId: productCategories.categoryId, path: pathOf(sql`product_categories.category_id`) })
    .from(productCategories)
    .where(eq(productCategories.productId, sql.placeholder("productId"))),
);

/**
 * Puts a product into the category of those names, made where it is missing, and out of all others; in one of those
 * names already, it stays in all it is in. Answers whether that changed anything.
 */
export async function saveCategory(
  db: Transaction,
  productId: string,
  names: readonly string[],
): Promise<boolean> {
  const known = await ofProductStatement(db, { productId });
  if (known.some(({ path }) => isNamed(JSON.parse(path), names))) return false;
  const categoryId = await findOrCreateCategory(db, categoryPath(names));
  if (categoryId === null || (known.length === 1 && known[0]?.categoryId === categoryId)) return false;
  if (known.length > 0) await db.delete(productCategories).where(eq(productCategories.productId, productId));
  await db.insert(productCategories).values({ categoryId, productId });
  return true;
}

/** Whether a category's path is written with those names. */
function isNamed(path: readonly CategoryStep[], names: readonly string[]): boolean {
  const written = path.map(({ name }) => name).join(">");
  return Bun.deepEquals(namesOf(written), [...names]);
}

/** The id of the last category of the path; null for a path of none. @throws BAD_REQUEST for one that is too long */
export async function findOrCreateCategory(
  db: Transaction,
  path: readonly CategoryStep[],
): Promise<string | null> {
  const last = path.at(-1);
  if (!last) return null;
  const [known] = await bySlugStatement(db, { slug: last.slug });
  if (known) return known.id;
  const id = newId("cat");
  const parentId = await findOrCreateCategory(db, path.slice(0, -1));
  if (parentId !== null && !(await hasRoomBelow(db, parentId))) {
    throw new AppError("BAD_REQUEST", { issues: [{ path: "categories", message: tooDeep }] });
  }
  await db.insert(categories).values({ ...last, id, parentId });
  return id;
}
