import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { batch } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { stepFields, stepOrder, stepsTo } from "./category-paths.ts";
import { localeOf } from "./locale-tag.ts";
import { localCategorySeo, localCategorySlug, localCategoryText } from "./locales.ts";
import type { CategoryInput, CategoryPage } from "./schema.ts";

const { placeholder } = sql;

/** The category that any slug it ever had leads to. */
const wantedCategory = sql`(select category_id from category_slugs where slug = ${placeholder("categorySlug")})`;

const categoryStatement = prepared((db) =>
  db
    .select({
      id: sql<string>`c.id`,
      slug: localCategorySlug,
      name: localCategoryText("name"),
      description: localCategoryText("description"),
      seoTitle: localCategorySeo("seo_title"),
      seoDescription: localCategorySeo("seo_description"),
    })
    .from(sql`categories c`)
    .where(sql`c.id = ${wantedCategory}`),
);

const childrenStatement = prepared((db) =>
  db
    .select({
      id: sql<string>`c.id`,
      slug: localCategorySlug,
      name: localCategoryText("name"),
    })
    .from(sql`categories c`)
    .where(sql`c.parent_id = ${wantedCategory}`)
    .orderBy(sql`c.position, c.name`),
);

const pathStatement = prepared((db) =>
  db
    .select(stepFields)
    .from(stepsTo(sql`categories c where c.id = ${wantedCategory}`))
    .orderBy(stepOrder),
);

/** What a category's page shows beside its products. @throws NOT_FOUND */
export async function getCategory(ctx: ServiceContext, input: CategoryInput): Promise<CategoryPage> {
  const wanted = {
    categorySlug: input.slug,
    market: input.market ?? null,
    locale: localeOf(input),
  };
  const [[category], steps, children] = await batch(ctx, (db) => [
    categoryStatement(db, wanted),
    pathStatement(db, wanted),
    childrenStatement(db, wanted),
  ]);
  if (!category) throw new AppError("NOT_FOUND");
  const { seoTitle, seoDescription, ...fields } = category;
  return {
    ...fields,
    seo: { title: seoTitle, description: seoDescription },
    path: steps.map(({ slug, name }) => ({ slug, name })),
    children,
  };
}
