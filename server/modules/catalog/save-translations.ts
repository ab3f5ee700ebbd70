import { and, eq, inArray, ne } from "drizzle-orm";
import { productSlugs, productTranslations } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import { AppError } from "../../core/errors.ts";
import { plainText } from "./plain-text.ts";
import { repeated } from "./repeated.ts";

export interface TranslationDraft {
  locale: string;
  slug?: string | null | undefined;
  title?: string | null | undefined;
  description?: string | null | undefined;
  seoTitle?: string | null | undefined;
  seoDescription?: string | null | undefined;
}

/**
 * Gives up the slugs of a product's translations, which go on leading to it: before its own slug and theirs are saved,
 * so that these can be traded.
 */
export async function freeTranslatedSlugs(db: Transaction, productId: string): Promise<void> {
  await db
    .update(productSlugs)
    .set({ isCurrent: false })
    .where(and(eq(productSlugs.productId, productId), ne(productSlugs.locale, "")));
}

/**
 * Gives a product these translations and no others, once `freeTranslatedSlugs` was called.
 * @throws BAD_REQUEST for a slug that is taken
 */
export async function saveTranslations(
  db: Transaction,
  productId: string,
  drafts: readonly TranslationDraft[],
): Promise<void> {
  await db.delete(productTranslations).where(eq(productTranslations.productId, productId));
  if (drafts.length === 0) return;
  await db.insert(productTranslations).values(
    drafts.map(({ slug: _, ...draft }) => ({
      ...draft,
      productId,
      descriptionText: draft.description ? plainText(draft.description) : null,
    })),
  );
  await takeSlugs(db, productId, drafts);
}

async function takeSlugs(
  db: Transaction,
  productId: string,
  drafts: readonly TranslationDraft[],
): Promise<void> {
  const rows = drafts.flatMap(({ locale, slug }) =>
    slug ? [{ slug, locale, productId, isCurrent: true }] : [],
  );
  if (rows.length === 0) return;
  const wanted = rows.map(({ slug }) => slug);
  const found = await db
    .select({ slug: productSlugs.slug })
    .from(productSlugs)
    .where(and(inArray(productSlugs.slug, wanted), eq(productSlugs.isCurrent, true)));
  const taken = new Set(found.map(({ slug }) => slug));
  const doubled = new Set(repeated(drafts, ({ slug }) => slug));
  const issues = drafts.flatMap(({ slug }, index) =>
    slug && (taken.has(slug) || doubled.has(index))
      ? [{ path: `translations.${index}.slug`, message: "is taken" }]
      : [],
  );
  if (issues.length > 0) throw new AppError("BAD_REQUEST", { issues });
  await db.delete(productSlugs).where(inArray(productSlugs.slug, wanted)); // what only led elsewhere
  await db.insert(productSlugs).values(rows);
}
