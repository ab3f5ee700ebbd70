import { eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { products } from "../../../db/schema/index.ts";
import { type Transaction, transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { newId } from "../../core/ids.ts";
import { differences } from "./differences.ts";
import { findForeignSkus, findVariants, type KnownVariant } from "./find-variants.ts";
import { matchVariants, type VariantMatch } from "./match-variants.ts";
import { plainText } from "./plain-text.ts";
import type { DraftProblem, ImageDraft, ProductDetails, ProductDraft } from "./product-draft.ts";
import { productOptions } from "./product-options.ts";
import { saveCategory } from "./save-category.ts";
import { saveImages } from "./save-images.ts";
import { saveTags } from "./save-tags.ts";
import { saveVariants, type VariantCounts } from "./save-variants.ts";

export interface SavedProduct {
  outcome: "created" | "updated" | "unchanged" | "refused";
  variants: VariantCounts;
  /** What of the draft was left out, and why. */
  problems: DraftProblem[];
}

type ProductRow = typeof products.$inferSelect;

const productStatement = prepared((db) =>
  db
    .select()
    .from(products)
    .where(eq(products.slug, sql.placeholder("slug"))),
);

/**
 * Brings the catalogue to what a draft says: makes the product of its slug, or changes it where it differs. Variants
 * and images that the draft does not name stay, and so does the stock of variants that are there.
 */
export function saveProduct(ctx: ServiceContext, draft: ProductDraft): Promise<SavedProduct> {
  return transact(ctx, async ({ db, clock }) => {
    const { slug, currency, details } = draft;
    const now = clock.now();
    const [known] = await productStatement(db, { slug });
    const product = known ?? (details && newProduct(slug, details.title, now));
    if (!product) return refused([{ field: "title", message: "Expected a title, got nothing" }]);

    const knownVariants = known ? await findVariants(db, known.id, currency) : [];
    const optionNames = draft.optionNames ?? product.options.map(({ name }) => name);
    const foreignSkus = await findForeignSkus(db, product.id, draft.variants);
    const { matches, problems } = matchVariants(knownVariants, draft.variants, { optionNames, foreignSkus });
    const isWhole = problems.every(({ variant }) => variant !== undefined);
    if (!isWhole || (!known && matches.length === 0)) return refused(problems);

    const changes = differences(product, {
      ...(details && toRow(details)),
      options: productOptions(optionNames, knownVariants, matches),
      publishedAt: product.publishedAt ?? (details?.status === "published" ? now : null),
    });
    // The description comes last: the search index reads the product's text again for each tag and SKU it gets.
    if (!known) await db.insert(products).values(product);
    const parts = await saveParts(db, product.id, { draft, knownVariants, matches, now });
    const { variants } = parts;
    if (known && !changes && !parts.changed) return { outcome: "unchanged", variants, problems };

    const version = known ? known.version + 1 : product.version;
    await db
      .update(products)
      .set({ ...changes, version, updatedAt: now })
      .where(eq(products.id, product.id));
    return { outcome: known ? "updated" : "created", variants, problems };
  });
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
  const { currency, details } = draft;
  const images = await saveImages(db, productId, [...draft.images, ...matches.flatMap(imageOfVariant)]);
  const variants = await saveVariants(db, matches, {
    productId,
    currency,
    imageIds: images.ids,
    lastPosition: knownVariants.at(-1)?.position ?? -1,
    now,
  });
  const tagsChanged = details?.tags !== undefined && (await saveTags(db, productId, details.tags));
  const moved = details?.category !== undefined && (await saveCategory(db, productId, details.category));
  const changed = images.changed || variants.created + variants.updated > 0 || tagsChanged || moved;
  return { changed, variants };
}

function imageOfVariant({ draft: { imageUrl } }: VariantMatch<KnownVariant>): ImageDraft[] {
  return imageUrl ? [{ url: imageUrl }] : [];
}

function newProduct(slug: string, title: string, now: Date): ProductRow {
  return {
    id: newId("prod"),
    slug,
    title,
    description: "",
    descriptionText: "",
    vendor: null,
    type: null,
    options: [],
    status: "draft",
    publishedAt: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
}

function toRow({ title, description, vendor, type, status }: ProductDetails) {
  const descriptionText = description === undefined ? undefined : plainText(description);
  return { title, description, descriptionText, vendor, type, status };
}
