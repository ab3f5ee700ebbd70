import { asc } from "drizzle-orm";
import { attributes, categories, categorySlugs, categoryTranslations } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { inTreeOrder } from "../admin/category-order.ts";
import type { WrittenHeader } from "./record.ts";

/** All that products may refer to, for the first line of a file. */
export async function readHeader({ db }: Pick<ServiceContext, "db">): Promise<Omit<WrittenHeader, "bodega">> {
  const attributeRows = await db.select().from(attributes).orderBy(asc(attributes.key));
  const rows = await db.select().from(categories).orderBy(asc(categories.position), asc(categories.slug));
  const translated = await db.select().from(categoryTranslations).orderBy(asc(categoryTranslations.locale));
  const slugRows = await db.select().from(categorySlugs).orderBy(asc(categorySlugs.slug));
  const slugs = new Map(rows.map(({ id, slug }) => [id, slug]));
  const translationsOf = Map.groupBy(translated, ({ categoryId }) => categoryId);
  const slugsOf = Map.groupBy(slugRows, ({ categoryId }) => categoryId);
  return {
    attributes: attributeRows.map(({ key, name, type, choices }) => ({ key, name, type, choices })),
    categories: inTreeOrder(rows).map(({ id, slug, name, parentId, ...row }) => {
      const led = slugsOf.get(id) ?? [];
      const inUse = new Map(
        led.flatMap(({ isCurrent, locale, slug }) => (isCurrent ? [[locale, slug]] : [])),
      );
      return {
        slug,
        oldSlugs: led.flatMap((each) => (each.isCurrent ? [] : each.slug)),
        name,
        parent: (parentId && slugs.get(parentId)) ?? null,
        description: row.description,
        seoTitle: row.seoTitle,
        seoDescription: row.seoDescription,
        translations: (translationsOf.get(id) ?? []).map(({ categoryId: _, ...texts }) => ({
          ...texts,
          slug: inUse.get(texts.locale) ?? null,
        })),
      };
    }),
  };
}
