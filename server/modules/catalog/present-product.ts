import { availableUnits } from "../inventory/available.ts";
import type { AttributeRow, VariantRow } from "./get-product.ts";
import { readOffers } from "./offers.ts";
import type { Product, ProductImage } from "./schema.ts";
import { type Offer, unitPrice } from "./unit-price.ts";

type Variant = Product["variants"][number];

interface ImageRow extends Omit<ProductImage, "sizes"> {
  sizes: ProductImage["sizes"] | null;
}

export function presentImage({ url, alt, width, height, sizes }: ImageRow): ProductImage {
  return { url, alt, width, height, sizes: sizes ?? [] };
}

export function presentVariant(
  row: VariantRow,
  images: ReadonlyMap<string, ProductImage>,
  now: Date,
): Variant {
  const { id, sku, barcode, title, options, currency, imageId, weightGrams, requiresShipping, maxPerOrder } =
    row;
  const { lengthMm, widthMm, heightMm } = row;
  const offers = readOffers(row.offers);
  const amount = unitPrice(row.amount, offers, { quantity: 1, now });
  // Of a price that an offer lowers its own was there before.
  const compareAt = row.compareAtAmount ?? (amount < row.amount ? row.amount : null);
  return {
    id,
    sku,
    barcode,
    title,
    options,
    price: { amount, currency },
    compareAtPrice: compareAt === null ? null : { amount: compareAt, currency },
    offers: presentOffers(offers, currency, now.getTime()),
    available: availableUnits(row) > 0,
    image: images.get(imageId ?? "") ?? null,
    weightGrams,
    dimensions: { lengthMm, widthMm, heightMm },
    requiresShipping,
    maxPerOrder,
  };
}

/** Those that hold or will, from the smallest quantity on. */
function presentOffers(offers: readonly Offer[], currency: string, now: number): Variant["offers"] {
  return offers
    .filter(({ endsAt }) => endsAt === null || now < endsAt)
    .toSorted((a, b) => a.minQuantity - b.minQuantity || (a.startsAt ?? 0) - (b.startsAt ?? 0))
    .map(({ amount, minQuantity, startsAt, endsAt }) => ({
      price: { amount, currency },
      minQuantity,
      startsAt: startsAt === null ? null : new Date(startsAt),
      endsAt: endsAt === null ? null : new Date(endsAt),
    }));
}

interface Texts {
  title: string;
  description: string;
  seoTitle: string | null;
  seoDescription: string | null;
}

type Translation = { [Text in keyof Texts]: string | null };

/** Each text in the most exact language that has it; the product's own where none does. */
export function inLanguage({ translations, ...own }: Texts & { translations: readonly Translation[] }) {
  const first = (text: keyof Texts) => translations.find((each) => each[text] !== null)?.[text] ?? null;
  return {
    title: first("title") ?? own.title,
    description: first("description") ?? own.description,
    seo: {
      title: first("seoTitle") ?? own.seoTitle,
      description: first("seoDescription") ?? own.seoDescription,
    },
  };
}

export function presentAttribute({ key, name, type, value }: AttributeRow): Product["attributes"][number] {
  return { key, name, type, value: type === "boolean" ? value === 1 : value };
}

interface Step {
  leaf: string;
  slug: string;
  name: string;
}

/** The categories by name, each with the steps that lead to it; those of one follow each other, the root first. */
export function presentCategories(steps: readonly Step[]): Product["categories"] {
  const paths = new Map<string, { slug: string; name: string }[]>();
  for (const { leaf, slug, name } of steps) {
    const path = paths.get(leaf) ?? [];
    path.push({ slug, name });
    paths.set(leaf, path);
  }
  return [...paths.values()]
    .flatMap((path) => {
      const last = path.at(-1);
      return last ? [{ ...last, path }] : [];
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
