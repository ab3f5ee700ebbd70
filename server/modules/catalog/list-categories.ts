import { asc, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { categories } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import { buildTree } from "./category-tree.ts";
import { localeOf } from "./locale-tag.ts";
import { localCategoryText } from "./locales.ts";
import type { CategoriesInput, Category } from "./schema.ts";

const categoriesStatement = prepared((db) =>
  db
    .select({
      id: categories.id,
      parentId: categories.parentId,
      slug: categories.slug,
      name: localCategoryText("name", sql`categories.id`, sql`categories.name`),
    })
    .from(categories)
    .orderBy(asc(categories.position), asc(categories.name)),
);

/** Every category as a tree: the roots, each with its children. */
export async function listCategories(
  { db }: ServiceContext,
  input: CategoriesInput = {},
): Promise<Category[]> {
  return buildTree(await categoriesStatement(db, { market: input.market ?? null, locale: localeOf(input) }));
}
