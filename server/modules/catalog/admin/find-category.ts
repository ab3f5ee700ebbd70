import { asc, eq, sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import { categories } from "../../../../db/schema/index.ts";
import { batch } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { categoryTranslationsStatement } from "../save-category-translations.ts";
import { inTreeOrder } from "./category-order.ts";
import type { AdminCategory, AdminCategorySummary } from "./category-schema.ts";

const { placeholder } = sql;

const productCount = sql<number>`(select count(*) from product_categories p where p.category_id = categories.id)`;

/** What is stored may have gaps, and the same position twice: what counts is the order that follows from it. */
const position = sql<number>`(
  select count(*) from categories s where s.parent_id is categories.parent_id
    and (s.position, s.name, s.id) < (categories.position, categories.name, categories.id)
)`;

const categoryStatement = prepared((db) =>
  db
    .select({
      id: categories.id,
      parentId: categories.parentId,
      slug: categories.slug,
      name: categories.name,
      description: categories.description,
      seoTitle: categories.seoTitle,
      seoDescription: categories.seoDescription,
      position,
      version: categories.version,
      productCount,
    })
    .from(categories)
    .where(eq(categories.id, placeholder("id"))),
);

const allStatement = prepared((db) =>
  db
    .select({
      id: categories.id,
      parentId: categories.parentId,
      slug: categories.slug,
      name: categories.name,
      version: categories.version,
      productCount,
    })
    .from(categories)
    .orderBy(asc(categories.position), asc(categories.name), asc(categories.id)),
);

/** One category with all that can be edited of it. @throws NOT_FOUND */
export async function findCategory(ctx: ServiceContext, { id }: { id: string }): Promise<AdminCategory> {
  const [[category], translations] = await batch(ctx, (db) => [
    categoryStatement(db, { id }),
    categoryTranslationsStatement(db, { id }),
  ]);
  if (!category) throw new AppError("NOT_FOUND");
  return { ...category, translations };
}

/** Every category, each after its parent and before that one's next sibling. */
export async function findCategories({ db }: ServiceContext): Promise<AdminCategorySummary[]> {
  return inTreeOrder(await allStatement(db));
}
