import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import type { ServiceContext } from "../../core/context.ts";
import { buildTree } from "./category-tree.ts";
import { localeOf } from "./locale-tag.ts";
import { localCategorySlug, localCategoryText } from "./locales.ts";
import type { CategoriesInput, Category } from "./schema.ts";

const categoriesStatement = prepared((db) =>
  db
    .select({
      id: sql<string>`c.id`,
      parentId: sql<string | null>`c.parent_id`,
      slug: localCategorySlug,
      name: localCategoryText("name"),
    })
    .from(sql`categories c`)
    .orderBy(sql`c.position`, sql`c.name`),
);

/** Every category as a tree: the roots, each with its children. */
export async function listCategories(
  { db }: ServiceContext,
  input: CategoriesInput = {},
): Promise<Category[]> {
  return buildTree(await categoriesStatement(db, { market: input.market ?? null, locale: localeOf(input) }));
}
