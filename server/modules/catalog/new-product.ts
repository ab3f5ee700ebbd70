import type {
  priceOffers,
  prices,
  productAttributes,
  productImages,
  productSlugs,
  products,
  productTags,
  productTranslations,
  stockLevels,
  variants,
} from "../../../db/schema/index.ts";
import { newId } from "../../core/ids.ts";
import { standardTaxClass } from "../../core/tax-classes.ts";
import { storeValue } from "./attribute-value.ts";
import type { VariantMatch } from "./match-variants.ts";
import { plainText } from "./plain-text.ts";
import type { ProductDetails, ProductDraft } from "./product-draft.ts";
import { productOptions } from "./product-options.ts";
import { detailsRow, imageOfVariant, publishedAt, taxClass } from "./product-rows.ts";
import { newImages, withoutRepeated } from "./save-images.ts";
import type { OldSlug } from "./slugs.ts";
import { variantTitle } from "./variant-title.ts";

/** A draft of a product that there is not yet. */
export interface NewProduct extends ProductDraft {
  details: ProductDetails;
}

/** A new product's part of each table. */
export interface NewRows {
  product: Omit<typeof products.$inferSelect, "number">;
  tags: (typeof productTags.$inferSelect)[];
  images: (typeof productImages.$inferSelect)[];
  variants: (typeof variants.$inferSelect)[];
  stock: (typeof stockLevels.$inferSelect)[];
  prices: (typeof prices.$inferSelect)[];
  offers: (typeof priceOffers.$inferSelect)[];
  attributes: (typeof productAttributes.$inferSelect)[];
  translations: (typeof productTranslations.$inferSelect)[];
  slugs: (typeof productSlugs.$inferSelect)[];
  oldSlugs: OldSlug[];
}

/** The rows that a draft becomes with those of its variants that are left. */
export function newRows(draft: NewProduct, matches: readonly VariantMatch<never>[], now: Date): NewRows {
  const { slug, details, optionNames = [] } = draft;
  const productId = newId("prod");
  const { title, titleKey, description, descriptionText, vendor, type, status, seoTitle, seoDescription } =
    detailsRow(details);
  const images = newImages(
    productId,
    withoutRepeated([...(draft.images ?? []), ...matches.flatMap(imageOfVariant)]),
    new Map(),
  );
  const imageIds = new Map(images.map(({ url, id }) => [url, id]));
  const owned = matches.map((match, position) => ({ match, id: newId("var"), position }));
  const priced = owned.flatMap(({ match, id }) => match.draft.prices.map((price) => ({ ...price, id })));
  return {
    product: {
      id: productId,
      slug,
      title,
      titleKey,
      description: description ?? "",
      descriptionText: descriptionText ?? "",
      vendor: vendor ?? null,
      type: type ?? null,
      seoTitle: seoTitle ?? null,
      seoDescription: seoDescription ?? null,
      taxClass: taxClass(standardTaxClass, details),
      options: productOptions(optionNames, [], matches),
      status: status ?? "draft",
      publishedAt: publishedAt(null, details, now),
      version: 1,
      createdAt: now,
      updatedAt: now,
    },
    tags: [...new Set(details.tags)].map((tag) => ({ productId, tag })),
    images,
    variants: owned.map(({ match: { draft, optionValues }, id, position }) => ({
      id,
      productId,
      sku: draft.sku ?? null,
      barcode: draft.barcode ?? null,
      title: variantTitle(optionValues),
      optionValues,
      imageId: (draft.imageUrl && imageIds.get(draft.imageUrl)) ?? null,
      weightGrams: draft.weightGrams ?? 0,
      lengthMm: draft.lengthMm ?? null,
      widthMm: draft.widthMm ?? null,
      heightMm: draft.heightMm ?? null,
      requiresShipping: draft.requiresShipping ?? true,
      maxPerOrder: draft.maxPerOrder ?? null,
      position,
      createdAt: now,
      updatedAt: now,
    })),
    stock: owned.map(({ match: { draft }, id }) => ({
      ...draft.stock,
      variantId: id,
      reserved: 0,
      lowStockThreshold: null,
    })),
    prices: priced.map(({ id, currency, amount, compareAtAmount }) => ({
      variantId: id,
      currency,
      amount,
      compareAtAmount,
    })),
    offers: priced.flatMap(({ id, currency, offers = [] }) =>
      offers.map((offer) => ({ ...offer, id: newId("offer"), variantId: id, currency })),
    ),
    attributes: Object.entries(details.attributes ?? {}).map(([key, value]) => ({
      productId,
      key,
      ...storeValue(value),
    })),
    translations: (details.translations ?? []).map((translation) => ({
      productId,
      locale: translation.locale,
      title: translation.title ?? null,
      description: translation.description ?? null,
      descriptionText: translation.description ? plainText(translation.description) : null,
      seoTitle: translation.seoTitle ?? null,
      seoDescription: translation.seoDescription ?? null,
    })),
    slugs: (details.translations ?? []).flatMap(({ locale, slug }) =>
      slug ? [{ slug, locale, productId, isCurrent: true }] : [],
    ),
    oldSlugs: (details.oldSlugs ?? []).map((slug) => ({ id: productId, slug })),
  };
}
