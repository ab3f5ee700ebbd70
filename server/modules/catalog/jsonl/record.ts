import { z } from "zod";
import { attributeTypes, productStatuses, stockPolicies } from "../../../../db/enums.ts";
import { maxAmount, maxCartUnits } from "../../../../db/limits.ts";
import { localeInput, taxClassInput } from "../../../core/contract.ts";
import { isCurrencyCode } from "../../../core/currencies.ts";
import { keyInput } from "../admin/attribute-schema.ts";
import { categorySlugInput } from "../admin/category-schema.ts";
import { addressInput } from "../admin/inputs.ts";
import { maxCounts, maxLengths } from "../limits.ts";

/** One schema for both directions: what is exported is typed by what is read back. */

/** SQLite gives back as it was stored neither the character U+0000 nor half a character. */
const text = z
  .string()
  .refine((text) => !text.includes("\0") && text.isWellFormed(), "Expected text without broken characters");

const word = (max: number) => text.min(1).max(max);
const wordOrNull = (max: number) => word(max).nullable();
const description = text.max(maxLengths.description);
const slug = z.string().regex(/^[\p{L}\p{M}\p{N}_-]{1,200}$/u, "Expected a slug like olive-oil");
const amount = z.int().min(0).max(maxAmount);
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const pixels = z.int().min(1).max(100_000);
const millimetres = z.int().min(1).max(1_000_000).nullable();

/** Where a file is: of the web, or of this server. */
const address = text.pipe(addressInput);

/** A list in which no two are alike by that key. */
const distinct = <Item extends z.ZodType>(
  item: Item,
  keyOf: (item: z.output<Item>) => unknown,
  max = Number.MAX_SAFE_INTEGER,
) =>
  z
    .array(item)
    .max(max)
    .refine((items) => new Set(items.map(keyOf)).size === items.length, "Names something twice");

const offer = z
  .strictObject({
    amount,
    minQuantity: z.int().min(1).max(1_000_000).default(1),
    startsAt: moment.nullable().default(null),
    endsAt: moment.nullable().default(null),
  })
  .refine(({ startsAt, endsAt }) => !startsAt || !endsAt || endsAt > startsAt, {
    path: ["endsAt"],
    error: "Expected a moment after startsAt",
  });

const price = z
  .strictObject({
    currency: z.string().refine(isCurrencyCode, "Expected an ISO 4217 code"),
    amount,
    compareAtAmount: amount.nullable().default(null),
    offers: z.array(offer).max(maxCounts.offers).default([]),
  })
  .refine(({ amount, compareAtAmount }) => compareAtAmount === null || compareAtAmount > amount, {
    path: ["compareAtAmount"],
    error: "Expected more than the amount",
  });

const variant = z.strictObject({
  sku: wordOrNull(maxLengths.code).optional(),
  barcode: wordOrNull(maxLengths.code).optional(),
  optionValues: z.array(word(maxLengths.optionValue)).max(maxCounts.options).optional(),
  weightGrams: z.int().min(0).max(1_000_000_000).optional(),
  lengthMm: millimetres.optional(),
  widthMm: millimetres.optional(),
  heightMm: millimetres.optional(),
  requiresShipping: z.boolean().optional(),
  maxPerOrder: z.int().min(1).max(maxCartUnits).nullable().optional(),
  image: address.nullable().optional(),
  prices: distinct(price, ({ currency }) => currency, maxCounts.prices),
  stock: z
    .strictObject({
      policy: z.enum(stockPolicies).default("deny"),
      onHand: z.int().min(0).max(1_000_000_000).default(0),
    })
    .default({ policy: "deny", onHand: 0 }),
});

const image = z.strictObject({
  url: address,
  alt: text.max(maxLengths.alt).default(""),
  width: pixels.nullable().optional(),
  height: pixels.nullable().optional(),
  sizes: z
    .array(z.strictObject({ url: address, width: pixels }))
    .max(maxCounts.sizes)
    .nullable()
    .optional(),
});

const categoryStep = z.strictObject({ slug: categorySlugInput, name: word(maxLengths.categoryName) });

const translation = z.strictObject({
  locale: localeInput,
  slug: slug.nullable().default(null),
  title: wordOrNull(maxLengths.title).default(null),
  description: description.nullable().default(null),
  seoTitle: wordOrNull(maxLengths.seoTitle).default(null),
  seoDescription: wordOrNull(maxLengths.seoDescription).default(null),
});

/** A line of the file: a product with all that belongs to it. What is left out stays as it is. */
export const productRecord = z.strictObject({
  slug,
  oldSlugs: distinct(slug, (slug) => slug).optional(),
  title: word(maxLengths.title),
  description: description.optional(),
  vendor: wordOrNull(maxLengths.vendor).optional(),
  type: wordOrNull(maxLengths.type).optional(),
  status: z.enum(productStatuses).optional(),
  publishedAt: moment.nullable().optional(),
  seoTitle: wordOrNull(maxLengths.seoTitle).optional(),
  seoDescription: wordOrNull(maxLengths.seoDescription).optional(),
  taxClass: taxClassInput.optional(),
  tags: z.array(word(maxLengths.tag)).max(maxCounts.tags).optional(),
  optionNames: distinct(word(maxLengths.optionName), (name) => name, maxCounts.options).optional(),
  images: distinct(image, ({ url }) => url, maxCounts.images).optional(),
  categories: z.array(z.array(categoryStep).min(1)).max(maxCounts.categories).optional(),
  attributes: z
    .record(keyInput, z.union([text.max(maxLengths.attributeText), z.number(), z.boolean()]))
    .refine(
      (attributes) => Object.keys(attributes).length <= maxCounts.attributes,
      `Expected at most ${maxCounts.attributes}`,
    )
    .optional(),
  translations: distinct(translation, ({ locale }) => locale, maxCounts.translations).optional(),
  variants: z.array(variant),
});

const attributeRecord = z
  .strictObject({
    key: keyInput,
    name: word(maxLengths.attributeName),
    type: z.enum(attributeTypes),
    choices: distinct(word(maxLengths.choice), (choice) => choice, maxCounts.choices)
      .min(1)
      .nullable()
      .default(null),
  })
  .refine(({ type, choices }) => (type === "choice") === (choices !== null), {
    path: ["choices"],
    error: "Expected for a choice, and only for one",
  });

const categoryRecord = z.strictObject({
  slug: categorySlugInput,
  oldSlugs: distinct(categorySlugInput, (slug) => slug).default([]),
  name: word(maxLengths.categoryName),
  parent: categorySlugInput.nullable().default(null),
  description: description.default(""),
  seoTitle: wordOrNull(maxLengths.seoTitle).default(null),
  seoDescription: wordOrNull(maxLengths.seoDescription).default(null),
  translations: distinct(
    z.strictObject({
      locale: localeInput,
      slug: categorySlugInput.nullable().default(null),
      name: wordOrNull(maxLengths.categoryName).default(null),
      description: description.nullable().default(null),
      seoTitle: wordOrNull(maxLengths.seoTitle).default(null),
      seoDescription: wordOrNull(maxLengths.seoDescription).default(null),
    }),
    ({ locale }) => locale,
    maxCounts.categoryTranslations,
  ).default([]),
});

/** What the first line may be: what the products refer to. A category stands after its parent. */
export const headerRecord = z.strictObject({
  bodega: z.literal(1),
  attributes: distinct(attributeRecord, ({ key }) => key).default([]),
  categories: distinct(categoryRecord, ({ slug }) => slug).default([]),
});

export type ProductRecord = z.output<typeof productRecord>;
export type HeaderRecord = z.output<typeof headerRecord>;

/** As they are written: whole, moments as text. */
export type WrittenProduct = Required<z.input<typeof productRecord>>;
export type WrittenHeader = Required<z.input<typeof headerRecord>>;
