import { z } from "zod";
import { productStatuses } from "../../../../db/enums.ts";
import { idInput, imageOutput, localeInput, taxClassInput } from "../../../core/contract.ts";
import { maxCursorLength } from "../../../core/pagination.ts";
import { maxCounts, maxLengths } from "../limits.ts";
import {
  addressInput,
  changeInput,
  distinct,
  slugInput,
  textInput,
  wordInput,
  wordOrNull,
} from "./inputs.ts";
import {
  adminVariantOutput,
  maxVariants,
  newVariantInput,
  optionNamesInput,
  pricesInput,
} from "./variant-schema.ts";

export const maxTags = maxCounts.tags;

const statusField = z.enum(productStatuses).meta({ id: "ProductStatus" });
const seoFields = {
  seoTitle: wordOrNull(maxLengths.seoTitle)
    .optional()
    .describe("What search engines show instead of the title"),
  seoDescription: wordOrNull(maxLengths.seoDescription).optional(),
};
const descriptionInput = textInput(maxLengths.description);
const tagsInput = z.array(wordInput(maxLengths.tag)).max(maxTags);
const categoriesInput = z.array(idInput).max(maxCounts.categories).describe("Their ids");

export const imageInput = z
  .object({
    url: addressInput,
    alt: textInput(maxLengths.alt).optional(),
    width: z.int().min(1).max(100_000).nullish().describe("In pixels"),
    height: z.int().min(1).max(100_000).nullish(),
    sizes: z
      .array(z.object({ url: addressInput, width: z.int().min(1).max(100_000) }))
      .max(maxCounts.sizes)
      .nullish()
      .describe("The same picture in other widths, the narrowest first"),
  })
  .meta({ id: "ImageInput" });

export const translationInput = z
  .object({
    locale: localeInput,
    slug: slugInput.nullish(),
    title: wordOrNull(maxLengths.title).optional(),
    description: descriptionInput.nullish(),
    ...seoFields,
  })
  .meta({ id: "TranslationInput" });

const attributeValue = z.union([textInput(maxLengths.attributeText), z.number(), z.boolean()]);

const productFields = z
  .object({
    description: descriptionInput.optional().describe("HTML"),
    vendor: wordOrNull(maxLengths.vendor).optional(),
    type: wordOrNull(maxLengths.type).optional(),
    status: statusField.optional(),
    publishedAt: z
      .date()
      .nullish()
      .describe("In the future it is scheduled; by default when it is published"),
    ...seoFields,
    taxClass: taxClassInput.optional(),
    tags: tagsInput.nullish(),
    images: distinct(imageInput, maxCounts.images, ({ url }) => url, ["url"])
      .nullish()
      .describe("In their order"),
    categories: categoriesInput.nullish(),
    attributes: z
      .record(z.string(), attributeValue)
      .refine(
        (attributes) => Object.keys(attributes).length <= maxCounts.attributes,
        `Expected at most ${maxCounts.attributes}`,
      )
      .nullish()
      .describe("Values by the attributes' keys"),
    translations: distinct(translationInput, maxCounts.translations, ({ locale }) => locale, [
      "locale",
    ]).nullish(),
  })
  .meta({ id: "ProductFields" });

export const createProductInput = z
  .object({
    slug: slugInput.optional().describe("Made from the title when left out"),
    title: wordInput(maxLengths.title),
    ...productFields.shape,
    optionNames: optionNamesInput.optional(),
    variants: z.array(newVariantInput).max(maxVariants).optional(),
    prices: pricesInput.optional().describe("Of the only variant, when none are given"),
  })
  .refine(({ prices, variants }) => prices === undefined || variants === undefined, {
    path: ["prices"],
    error: "Expected the prices with the variants",
  });

export const updateProductInput = z
  .object({
    ...changeInput.shape,
    slug: slugInput.optional(),
    title: wordInput(maxLengths.title).optional(),
    ...productFields.shape,
  })
  .describe("What is left out stays; a list is the whole of it");

export const archiveProductInput = changeInput;

export const updateProductsInput = z.object({
  ids: z.array(idInput).min(1).max(500),
  set: z.object({
    status: statusField.optional(),
    vendor: wordOrNull(maxLengths.vendor).optional(),
    type: wordOrNull(maxLengths.type).optional(),
    taxClass: taxClassInput.optional(),
    addTags: tagsInput.optional(),
    removeTags: tagsInput.optional(),
    addCategories: categoriesInput.optional(),
    removeCategories: categoriesInput.optional(),
  }),
});

export const adminProductsInput = z
  .object({
    limit: z.int().min(1).max(100).default(24),
    cursor: z.string().max(maxCursorLength).optional().describe("`nextCursor` of the page before"),
    q: z.string().max(200).optional().describe("Words, or a whole SKU or barcode"),
    status: statusField.optional(),
    vendor: z.string().max(200).optional(),
    tag: z.string().max(100).optional(),
    category: wordInput(maxLengths.categorySlug)
      .optional()
      .describe("A category's slug; includes what is below it"),
    sort: z.enum(["updated", "title"]).default("updated").describe("`updated`: the latest first"),
  })
  .meta({ id: "AdminProductsInput" });

export const adminProductInput = z.object({ id: idInput });

const translationOutput = z
  .object({
    locale: z.string(),
    slug: z.string().nullable(),
    title: z.string().nullable(),
    description: z.string().nullable(),
    seoTitle: z.string().nullable(),
    seoDescription: z.string().nullable(),
  })
  .meta({ id: "AdminTranslation" });

const adminImageOutput = z
  .object({
    id: z.string(),
    url: z.string(),
    alt: z.string(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    sizes: z.array(z.object({ url: z.string(), width: z.int() })),
  })
  .meta({ id: "AdminImage" });

export const adminProductOutput = z
  .object({
    id: z.string(),
    slug: z.string(),
    title: z.string(),
    description: z.string().describe("HTML"),
    vendor: z.string().nullable(),
    type: z.string().nullable(),
    tags: z.array(z.string()),
    status: statusField,
    publishedAt: z.date().nullable().describe("In the future it is scheduled"),
    seoTitle: z.string().nullable(),
    seoDescription: z.string().nullable(),
    taxClass: z.string().describe("Whose rates it is taxed by"),
    options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
    images: z.array(adminImageOutput),
    categories: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string() })),
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    translations: z.array(translationOutput),
    variants: z.array(adminVariantOutput),
    version: z.int().describe("Rises with every change"),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "AdminProduct" });

export const adminProductSummaryOutput = z
  .object({
    id: z.string(),
    slug: z.string(),
    title: z.string(),
    status: statusField,
    publishedAt: z.date().nullable(),
    vendor: z.string().nullable(),
    type: z.string().nullable(),
    image: imageOutput.nullable(),
    variants: z.int().describe("How many it has"),
    version: z.int(),
    updatedAt: z.date(),
  })
  .meta({ id: "AdminProductSummary" });

export const adminProductsOutput = z
  .object({ items: z.array(adminProductSummaryOutput), nextCursor: z.string().nullable() })
  .meta({ id: "AdminProductPage" });

export const changedProductsOutput = z
  .object({ products: z.array(z.object({ id: z.string(), version: z.int() })) })
  .meta({ id: "ChangedProducts" });

export type CreateProductInput = z.output<typeof createProductInput>;
export type UpdateProductInput = z.output<typeof updateProductInput>;
export type ArchiveProductInput = z.output<typeof archiveProductInput>;
export type UpdateProductsInput = z.output<typeof updateProductsInput>;
export type AdminProductsInput = z.output<typeof adminProductsInput>;
export type AdminProduct = z.output<typeof adminProductOutput>;
export type AdminProductPage = z.output<typeof adminProductsOutput>;
export type ChangedProducts = z.output<typeof changedProductsOutput>;
