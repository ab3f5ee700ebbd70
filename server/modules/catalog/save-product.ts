import { eq } from "drizzle-orm";
import { products } from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import type { TransactionContext } from "../../core/context.ts";
import { differences } from "./differences.ts";
import { findVariants, type KnownVariant } from "./find-variants.ts";
import { matchVariants, type VariantMatch } from "./match-variants.ts";
import type { DraftProblem, ProductDetails, ProductDraft } from "./product-draft.ts";
import { productOptions } from "./product-options.ts";
import { detailsRow, findForeign, imageOfVariant, publishedAt, taxClass } from "./product-rows.ts";
import { saveCategory } from "./save-category.ts";
import { replaceImages, saveImages } from "./save-images.ts";
import { saveLists } from "./save-lists.ts";
import { saveTags } from "./save-tags.ts";
import { saveVariants, type VariantCounts } from "./save-variants.ts";
import { saveOldSlugs } from "./slugs.ts";

export interface SavedProduct {
  outcome: "created" | "updated" | "unchanged" | "refused";
  variants: VariantCounts;
  /** What of the draft was left out, and why. */
  problems: DraftProblem[];
}

/**
 * Changes a product where it differs from a draft. Variants that the draft does not name stay, and so does the stock of
 * all that are there.
 */
export async function saveProduct(
  { db, clock }: TransactionContext,
  product: typeof products.$inferSelect,
  draft: ProductDraft,
): Promise<SavedProduct> {
  const now = clock.now();
  const details = detailsAt(product, draft, now);
  const knownVariants = await findVariants(db, product.id);
  const optionNames = draft.optionNames ?? product.options.map(({ name }) => name);
  const foreign = await findForeign(db, product.id, draft.variants);
  const { matches, problems } = matchVariants(knownVariants, draft.variants, { optionNames, foreign });
  if (problems.some(({ variant }) => variant === undefined)) return refused(problems);

  const changes = differences(product, {
    ...(details && detailsRow(details)),
    options: productOptions(optionNames, knownVariants, matches),
    publishedAt: publishedAt(product.publishedAt, details, now),
    taxClass: taxClass(product.taxClass, details),
  });
  const { changed, variants } = await saveParts(db, product.id, { draft, knownVariants, matches, now });
  if (!changes && !changed) return { outcome: "unchanged", variants, problems };
  // Last: that is when the search index reads the product again.
  await db
    .update(products)
    .set({ ...changes, version: product.version + 1, updatedAt: now })
    .where(eq(products.id, product.id));
  return { outcome: "updated", variants, problems };
}

/** A file that cannot tell when a product comes out calls one that is still to come a draft: it stays scheduled. */
function detailsAt(
  { status, publishedAt }: typeof products.$inferSelect,
  { details, isWhole }: ProductDraft,
  now: Date,
): ProductDetails | undefined {
  const isToCome = status === "published" && publishedAt !== null && publishedAt > now;
  return details?.status === "draft" && isToCome && !isWhole ? { ...details, status } : details;
}

/** The answer when nothing of a draft is saved. */
export function refused(problems: DraftProblem[]): SavedProduct {
  return { outcome: "refused", variants: { created: 0, updated: 0, unchanged: 0 }, problems };
}

interface Parts {
  draft: ProductDraft;
  knownVariants: readonly KnownVariant[];
  matches: readonly VariantMatch<KnownVariant>[];
  now: Date;
}

/** Saves what belongs to a product and tells whether any of it changed. */
async function saveParts(db: Transaction, productId: string, { draft, knownVariants, matches, now }: Parts) {
  const { details, isWhole } = draft;
  const save = isWhole && draft.images ? replaceImages : saveImages;
  const images = await save(db, productId, [...(draft.images ?? []), ...matches.flatMap(imageOfVariant)]);
  const variants = await saveVariants(db, matches, {
    productId,
    isWhole,
    imageIds: images.ids,
    lastPosition: knownVariants.at(-1)?.position ?? -1,
    now,
  });
  const tagsChanged =
    details?.tags !== undefined && (await saveTags(db, productId, details.tags, details.tagsAreParted));
  const moved = details?.category !== undefined && (await saveCategory(db, productId, details.category));
  const listsChanged = details !== undefined && (await saveLists(db, productId, details));
  const oldSlugs = details?.oldSlugs?.map((slug) => ({ id: productId, slug })) ?? [];
  const led = await saveOldSlugs(db, "product", oldSlugs);
  const variantsChanged = variants.created + variants.updated > 0;
  const changed = images.changed || variantsChanged || tagsChanged || moved || listsChanged || led;
  return { changed, variants };
}
