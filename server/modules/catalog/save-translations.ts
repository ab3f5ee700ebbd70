import { eq } from "drizzle-orm";
import { productTranslations } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import { plainText } from "./plain-text.ts";
import { takeTranslatedSlugs } from "./slugs.ts";

export interface TranslationDraft {
  locale: string;
  slug?: string | null | undefined;
  title?: string | null | undefined;
  description?: string | null | undefined;
  seoTitle?: string | null | undefined;
  seoDescription?: string | null | undefined;
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
  await takeTranslatedSlugs(db, { kind: "product", id: productId }, drafts);
}
