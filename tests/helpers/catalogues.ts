import fc from "fast-check";
import type { z } from "zod";
import { maxCartUnits } from "../../db/limits.ts";
import type { ServiceContext } from "../../server/core/context.ts";
import { exportProducts } from "../../server/modules/catalog/export-products.ts";
import {
  type ImportOptions,
  importProducts,
  type ProductFormat,
} from "../../server/modules/catalog/import-products.ts";
import type { ImportSummary } from "../../server/modules/catalog/import-tally.ts";
import type { headerRecord, productRecord } from "../../server/modules/catalog/jsonl/record.ts";
import { chunksOf } from "./shopify.ts";

export type HeaderLine = z.input<typeof headerRecord>;
export type ProductLine = z.input<typeof productRecord>;

/** Lines as a file. */
export function toLines(...lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

export function importText(
  ctx: ServiceContext,
  text: string,
  options: ImportOptions = { format: "jsonl" },
): Promise<ImportSummary> {
  return importProducts(ctx, chunksOf(text), options);
}

export async function exportText(ctx: ServiceContext, format: ProductFormat = "jsonl"): Promise<string> {
  return (await Array.fromAsync(exportProducts(ctx, { format }))).join("");
}

const tricky = [
  '"',
  '""',
  "\r\n",
  "\n",
  "\t",
  ",",
  "'0",
  "=1+1",
  "é",
  "ẞ",
  "日本語",
  "🧵",
  "\u2028",
  "\\",
  "{",
  "  ",
];

/** Texts with what files trip over. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }).filter((text) => text.isWellFormed() && !text.includes("\0")),
  fc.array(fc.constantFrom(...tricky, "tea", "cup"), { maxLength: 6 }).map((parts) => parts.join("")),
);
const word = text.filter((text) => text !== "");
const wordOrNull = fc.option(word);
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value);
const amount = fc.integer({ min: 0, max: 1_000_000 });
const day = fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true });
const address = fc.webUrl().map((url) => url.slice(0, 1_000));
const millimetres = orNull(fc.integer({ min: 1, max: 1_000_000 }));

const offer = fc
  .record({ amount, minQuantity: fc.integer({ min: 1, max: 9 }), from: orNull(day), to: orNull(day) })
  .filter(({ from, to }) => !from || !to || from < to)
  .map(({ from, to, ...offer }) => ({
    ...offer,
    startsAt: from?.toISOString() ?? null,
    endsAt: to?.toISOString() ?? null,
  }));

const price = fc
  .record({
    currency: fc.constantFrom("EUR", "USD", "JPY", "KWD"),
    amount,
    reduction: orNull(fc.integer({ min: 1, max: 500 })),
    offers: fc.array(offer, { maxLength: 3 }),
  })
  .map(({ reduction, ...price }) => ({
    ...price,
    compareAtAmount: reduction === null ? null : price.amount + reduction,
  }));

const image = fc.record({
  url: address,
  alt: text,
  width: orNull(fc.integer({ min: 1, max: 5_000 })),
  height: orNull(fc.integer({ min: 1, max: 5_000 })),
  sizes: orNull(
    fc.array(fc.record({ url: address, width: fc.integer({ min: 1, max: 5_000 }) }), { maxLength: 2 }),
  ),
});

const translation = fc.record({
  locale: fc.constantFrom("de", "de-AT", "pt-BR", "ja"),
  slug: fc.boolean(),
  title: wordOrNull,
  description: orNull(text),
  seoTitle: wordOrNull,
  seoDescription: wordOrNull,
});

const tree = [
  { slug: "food", name: "Food" },
  { slug: "food/tea", name: "Tea & more" },
  { slug: "food/tea/green", name: "Green, fresh" },
];

export const header: HeaderLine = {
  bodega: 1,
  attributes: [
    { key: "material", name: "Material", type: "choice", choices: ["cotton", "wool"] },
    { key: "note", name: "Notiz", type: "text" },
    { key: "organic", name: "Organic", type: "boolean" },
    { key: "strength", name: "Strength", type: "number" },
  ],
  categories: [
    {
      ...tree[0],
      parent: null,
      description: "<p>All of it</p>",
      seoTitle: "Eat",
      translations: [{ locale: "de", name: "Essen" }],
    },
    { ...tree[1], parent: "food", seoDescription: "Tea" },
    { ...tree[2], parent: "food/tea" },
    { slug: "empty", name: "Nothing yet" },
  ].map(({ slug = "", name = "", ...category }) => ({ ...category, slug, name })),
};

const attributes = fc.record(
  {
    material: fc.constantFrom("cotton", "wool"),
    note: text,
    organic: fc.boolean(),
    strength: fc
      .double({ min: 1e-9, max: 1e15, noNaN: true })
      .map((number) => Number(number.toPrecision(15))),
  },
  { requiredKeys: [] },
);

const variant = fc.record({
  hasSku: fc.boolean(),
  hasBarcode: fc.boolean(),
  weightGrams: fc.nat(5_000),
  lengthMm: millimetres,
  widthMm: millimetres,
  heightMm: millimetres,
  requiresShipping: fc.boolean(),
  maxPerOrder: orNull(fc.integer({ min: 1, max: maxCartUnits })),
  image: orNull(fc.nat(2)),
  prices: fc.uniqueArray(price, { selector: ({ currency }) => currency, maxLength: 3 }),
  stock: fc.record({ policy: fc.constantFrom("deny", "backorder", "untracked"), onHand: fc.nat(100) }),
});

const product = fc.record({
  hadSlugs: fc.nat(2),
  title: word,
  description: text,
  vendor: wordOrNull,
  type: wordOrNull,
  status: fc.constantFrom("draft", "published", "archived"),
  published: day,
  seoTitle: wordOrNull,
  seoDescription: wordOrNull,
  taxClass: fc.constantFrom("standard", "reduced", "zero", "super-reduced_2"),
  tags: fc.uniqueArray(word, { maxLength: 3 }),
  optionNames: fc.uniqueArray(word, { maxLength: 3 }),
  images: fc.uniqueArray(image, { selector: ({ url }) => url, maxLength: 3 }),
  categories: fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
  attributes,
  translations: fc.uniqueArray(translation, { selector: ({ locale }) => locale, maxLength: 3 }),
  variants: fc.array(variant, { maxLength: 4 }),
});

/** Products that a store can have beside each other. */
export const productLines = fc.array(product, { maxLength: 6 }).map((products) =>
  products.map(({ hadSlugs, published, optionNames, variants, ...product }, place): ProductLine => {
    const kept = optionNames.length > 0 ? variants : variants.slice(0, 1);
    return {
      ...product,
      slug: `p-${place}-ü`,
      oldSlugs: Array.from({ length: hadSlugs }, (_, number) => `p-${place}-was-${number}`),
      publishedAt: product.status === "published" || place % 2 === 0 ? published.toISOString() : null,
      optionNames,
      categories: product.categories.map((depth) => tree.slice(0, depth)),
      translations: product.translations.map((each) => ({
        ...each,
        slug: each.slug ? `p-${place}-${each.locale}` : null,
      })),
      variants: kept.map(({ hasSku, hasBarcode, image, ...variant }, index) => ({
        ...variant,
        sku: hasSku ? `'0${place}-${index}` : null,
        barcode: hasBarcode ? `0${place}${index}` : null,
        optionValues: optionNames.map((name) => `${name} ${index}`),
        image: (image === null ? undefined : product.images[image]?.url) ?? null,
      })),
    };
  }),
);
