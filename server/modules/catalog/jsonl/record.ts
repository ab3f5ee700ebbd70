import { z } from "zod";
import { attributeTypes, productStatuses, stockPolicies } from "../../../../db/enums.ts";
import { maxAmount } from "../../../../db/limits.ts";
import { localeInput } from "../../../core/contract.ts";
import { isCurrencyCode } from "../../../core/currencies.ts";

/** One schema for both directions: what is exported is typed by what is read back. */

/** SQLite gives back as it was stored neither the character U+0000 nor half a character. */
const text = z
  .string()
  .refine((text) => !text.includes("\0") && text.isWellFormed(), "Expected text without broken characters");

const word = text.min(1);
const wordOrNull = word.nullable();
const slug = z.string().regex(/^[\p{L}\p{M}\p{N}_-]{1,200}$/u, "Expected a slug like olive-oil");
const categorySlug = word.max(1_000);
const amount = z.int().min(0).max(maxAmount);
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const pixels = z.int().min(1).max(100_000);
const millimetres = z.int().min(1).max(1_000_000).nullable();

/** Where a file is: of the web, or of this server. */
const address = text
  .max(2_000)
  .refine((text) => /^\/(?!\/)|^https?:\/\//i.test(text) && URL.canParse(text, "http://shop"), {
    error: "Expected an address that begins with https://, http:// or /",
  });

/** A list in which no two are alike by that key. */
const distinct = <Item extends z.ZodType>(item: Item, keyOf: (item: z.output<Item>) => unknown) =>
  z.array(item).refine((items) => new Set(items.map(keyOf)).size === items.length, "Names something twice");

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
    offers: z.array(offer).max(100).default([]),
  })
  .refine(({ amount, compareAtAmount }) => compareAtAmount === null || compareAtAmount > amount, {
    path: ["compareAtAmount"],
    error: "Expected more than the amount",
  });

const variant = z.strictObject({
  sku: wordOrNull.optional(),
  barcode: wordOrNull.optional(),
  optionValues: z.array(word).optional(),
  weightGrams: z.int().min(0).max(1_000_000_000).optional(),
  lengthMm: millimetres.optional(),
  widthMm: millimetres.optional(),
  heightMm: millimetres.optional(),
  requiresShipping: z.boolean().optional(),
  image: address.nullable().optional(),
  prices: distinct(price, ({ currency }) => currency),
  stock: z
    .strictObject({
      policy: z.enum(stockPolicies).default("deny"),
      onHand: z.int().min(0).default(0),
    })
    .default({ policy: "deny", onHand: 0 }),
});

const image = z.strictObject({
  url: address,
  alt: text.default(""),
  width: pixels.nullable().optional(),
  height: pixels.nullable().optional(),
  sizes: z
    .array(z.strictObject({ url: address, width: pixels }))
    .nullable()
    .optional(),
});

const categoryStep = z.strictObject({ slug: categorySlug, name: word });

const translation = z.strictObject({
  locale: localeInput,
  slug: slug.nullable().default(null),
  title: wordOrNull.default(null),
  description: text.nullable().default(null),
  seoTitle: wordOrNull.default(null),
  seoDescription: wordOrNull.default(null),
});

/** A line of the file: a product with all that belongs to it. What is left out stays as it is. */
export const productRecord = z.strictObject({
  slug,
  title: word,
  description: text.optional(),
  vendor: wordOrNull.optional(),
  type: wordOrNull.optional(),
  status: z.enum(productStatuses).optional(),
  publishedAt: moment.nullable().optional(),
  seoTitle: wordOrNull.optional(),
  seoDescription: wordOrNull.optional(),
  tags: z.array(word).max(250).optional(),
  optionNames: distinct(word, (name) => name).optional(),
  images: distinct(image, ({ url }) => url).optional(),
  categories: z.array(z.array(categoryStep).min(1)).optional(),
  attributes: z.record(word, z.union([text, z.number(), z.boolean()])).optional(),
  translations: distinct(translation, ({ locale }) => locale).optional(),
  variants: z.array(variant),
});

const attributeRecord = z
  .strictObject({
    key: word,
    name: word,
    type: z.enum(attributeTypes),
    choices: z.array(word).min(1).nullable().default(null),
  })
  .refine(({ type, choices }) => (type === "choice") === (choices !== null), {
    path: ["choices"],
    error: "Expected for a choice, and only for one",
  });

const categoryRecord = z.strictObject({
  slug: categorySlug,
  name: word,
  parent: categorySlug.nullable().default(null),
  description: text.default(""),
  seoTitle: wordOrNull.default(null),
  seoDescription: wordOrNull.default(null),
  translations: distinct(
    z.strictObject({
      locale: localeInput,
      name: wordOrNull.default(null),
      description: text.nullable().default(null),
    }),
    ({ locale }) => locale,
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
