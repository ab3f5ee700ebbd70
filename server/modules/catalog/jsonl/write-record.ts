import type { StoredProduct } from "../stored-products.ts";
import type { WrittenHeader, WrittenProduct } from "./record.ts";

/** A product as the line it is exported as: every field, in the order of the schema. */
export function productLine(product: StoredProduct): string {
  const record: WrittenProduct = {
    slug: product.slug,
    oldSlugs: product.oldSlugs,
    title: product.title,
    description: product.description,
    vendor: product.vendor,
    type: product.type,
    status: product.status,
    publishedAt: product.publishedAt?.toISOString() ?? null,
    seoTitle: product.seoTitle,
    seoDescription: product.seoDescription,
    taxClass: product.taxClass,
    tags: product.tags,
    optionNames: product.options.map(({ name }) => name),
    images: product.images.map(({ url, alt, width, height, sizes }) => ({ url, alt, width, height, sizes })),
    categories: product.categories,
    attributes: Object.fromEntries(product.attributes.map(({ key, value }) => [key, value])),
    translations: product.translations.map(({ productId: _, ...translation }) => translation),
    variants: product.variants.map((variant) => ({
      sku: variant.sku,
      barcode: variant.barcode,
      optionValues: variant.optionValues,
      weightGrams: variant.weightGrams,
      lengthMm: variant.lengthMm,
      widthMm: variant.widthMm,
      heightMm: variant.heightMm,
      requiresShipping: variant.requiresShipping,
      maxPerOrder: variant.maxPerOrder,
      image: variant.image,
      prices: variant.prices.map(({ offers, ...price }) => ({
        ...price,
        offers: offers.map(({ startsAt, endsAt, ...offer }) => ({
          ...offer,
          startsAt: startsAt?.toISOString() ?? null,
          endsAt: endsAt?.toISOString() ?? null,
        })),
      })),
      stock: { policy: variant.policy, onHand: variant.onHand },
    })),
  };
  return `${JSON.stringify(record)}\n`;
}

export function headerLine(header: Omit<WrittenHeader, "bodega">): string {
  return `${JSON.stringify({ bodega: 1, ...header } satisfies WrittenHeader)}\n`;
}
