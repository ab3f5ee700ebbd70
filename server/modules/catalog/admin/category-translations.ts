import { asc, eq } from "drizzle-orm";
import { categoryTranslations } from "../../../../db/schema/index.ts";
import type { Transaction } from "../../../../db/transaction.ts";
import type { CategoryTranslations } from "./category-schema.ts";

/** Gives a category these translations and no others. Answers the languages whose texts changed. */
export async function saveCategoryTranslations(
  db: Transaction,
  categoryId: string,
  drafts: CategoryTranslations,
): Promise<string[]> {
  const isOfCategory = eq(categoryTranslations.categoryId, categoryId);
  const known = await db
    .select()
    .from(categoryTranslations)
    .where(isOfCategory)
    .orderBy(asc(categoryTranslations.locale));
  const wanted = drafts.map(({ locale, name = null, description = null }) => ({
    categoryId,
    locale,
    name,
    description,
  }));
  const changed = changedLocales(known, wanted);
  if (changed.length === 0) return changed;
  await db.delete(categoryTranslations).where(isOfCategory);
  if (wanted.length > 0) await db.insert(categoryTranslations).values(wanted);
  return changed;
}

type Row = typeof categoryTranslations.$inferSelect;

function changedLocales(known: readonly Row[], wanted: readonly Row[]): string[] {
  const [before, after] = [byLocale(known), byLocale(wanted)];
  const locales = new Set([...before.keys(), ...after.keys()]);
  return [...locales].filter((locale) => !Bun.deepEquals(before.get(locale), after.get(locale))).toSorted();
}

function byLocale(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.locale, row]));
}
