import { asc, eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { categoryTranslations } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import { takeTranslatedSlugs } from "./slugs.ts";

/** A category's texts in another language; what is null stands in a less exact one. */
export interface CategoryTranslation {
  locale: string;
  slug: string | null;
  name: string | null;
  description: string | null;
  seoTitle: string | null;
  seoDescription: string | null;
}

/** The translations of the category of that `id`. */
export const categoryTranslationsStatement = prepared((db) =>
  db
    .select({
      locale: categoryTranslations.locale,
      slug: sql<string | null>`(
        select u.slug from category_slugs u
        where u.category_id = category_translations.category_id and u.locale = category_translations.locale
          and u.is_current = 1
      )`,
      name: categoryTranslations.name,
      description: categoryTranslations.description,
      seoTitle: categoryTranslations.seoTitle,
      seoDescription: categoryTranslations.seoDescription,
    })
    .from(categoryTranslations)
    .where(eq(categoryTranslations.categoryId, sql.placeholder("id")))
    .orderBy(asc(categoryTranslations.locale)),
);

/** The languages in which two lists of translations differ. */
export function changedLocales(
  known: readonly CategoryTranslation[],
  wanted: readonly CategoryTranslation[],
): string[] {
  const [before, after] = [byLocale(known), byLocale(wanted)];
  const locales = new Set([...before.keys(), ...after.keys()]);
  return [...locales].filter((locale) => !Bun.deepEquals(before.get(locale), after.get(locale))).toSorted();
}

function byLocale(translations: readonly CategoryTranslation[]): Map<string, CategoryTranslation> {
  return new Map(translations.map((each) => [each.locale, each]));
}

/**
 * Gives a category these translations and no others, once `freeTranslatedSlugs` was called.
 * @throws BAD_REQUEST for a slug that is taken
 */
export async function saveCategoryTranslations(
  db: Transaction,
  categoryId: string,
  wanted: readonly CategoryTranslation[],
): Promise<void> {
  await db.delete(categoryTranslations).where(eq(categoryTranslations.categoryId, categoryId));
  if (wanted.length === 0) return;
  await db
    .insert(categoryTranslations)
    .values(wanted.map(({ slug: _, ...texts }) => ({ ...texts, categoryId })));
  await takeTranslatedSlugs(db, { kind: "category", id: categoryId }, wanted);
}
