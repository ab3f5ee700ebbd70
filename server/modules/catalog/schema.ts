import { z } from "zod";
import { attributeTypes } from "../../../db/enums.ts";
import { idInput, imageOutput, localeInput, marketInput, moneyOutput } from "../../core/contract.ts";
import { maxCursorLength } from "../../core/pagination.ts";

const slugInput = z.string().min(1).max(200);
const wordInput = z.string().min(1).max(200);
const wordsInput = z.array(wordInput).min(1).max(50);

export const attributeTypeField = z.enum(attributeTypes).meta({ id: "AttributeType" });

const wantedLocaleInput = localeInput
  .optional()
  .describe("A language (BCP 47) for the texts; the market's when left out");

/** What a shopper is shown of the catalogue. */
export const catalogInput = z
  .object({ market: marketInput, locale: wantedLocaleInput })
  .meta({ id: "CatalogInput" });

const isRange = ({ min, max }: { min?: number | undefined; max?: number | undefined }) =>
  min === undefined || max === undefined || min <= max;
const emptyRange = { path: ["max"], message: "Expected no less than min" };

const priceInput = z
  .object({ min: z.int().min(0).optional(), max: z.int().min(0).optional() })
  .refine(isRange, emptyRange);

const rangeInput = z
  .object({ min: z.number().optional(), max: z.number().optional() })
  .refine(isRange, emptyRange);

/** So many keys at most. */
const atMost = (count: number) => (record: object) => Object.keys(record).length <= count;
const maxOptions = 5;
const maxAttributes = 10;

export const productSorts = ["relevance", "newest", "title", "price", "price-desc"] as const;
export type ProductSort = (typeof productSorts)[number];

export const facetNames = ["tags", "vendor", "options", "price", "availability", "attributes"] as const;
export type FacetName = (typeof facetNames)[number];

export const productsInput = z
  .object({
    limit: z.int().min(1).max(100).default(24),
    cursor: z.string().max(maxCursorLength).optional().describe("`nextCursor` of the page before"),
    q: z.string().optional().describe("Words to search for; the last one may be unfinished"),
    category: slugInput
      .optional()
      .describe("A category's slug, of any language or an old one; includes what is below it"),
    tags: z.array(wordInput).max(10).optional().describe("Only what has all of them"),
    vendor: z.array(wordInput).max(50).optional().describe("Only what is of one of them"),
    options: z
      .record(wordInput, wordsInput)
      .refine(atMost(maxOptions), `Expected at most ${maxOptions} options`)
      .optional()
      .describe('Of each option any of the values, in one variant: `{ Size: ["S", "M"], Colour: ["Blue"] }`'),
    price: priceInput
      .optional()
      .describe(
        "Of the product's lowest price, whichever variant that is of; in minor units of the market's currency, both ends included",
      ),
    attributes: z
      .record(wordInput, z.union([wordsInput, z.boolean(), rangeInput]))
      .refine(atMost(maxAttributes), `Expected at most ${maxAttributes} attributes`)
      .optional()
      .describe('By key: `{ material: ["cotton"], weight: { min: 1, max: 2 }, organic: true }`'),
    inStock: z
      .boolean()
      .optional()
      .describe("`true`: only what can be bought now, in a variant of the `options`"),
    sort: z
      .enum(productSorts)
      .optional()
      .describe(
        "By default `relevance` with `q`, which goes to the first thousand; else `newest`. `title` heeds neither case nor accents, and takes the products' own titles in every language",
      ),
    facets: z
      .array(z.enum(facetNames))
      .max(facetNames.length)
      .optional()
      .describe("What to count the products by; a facet does not heed the filter by itself"),
    total: z.boolean().optional().describe("Whether to count the products of all pages"),
    ...catalogInput.shape,
  })
  .meta({ id: "ProductsInput" })
  .prefault({});

export const productImageOutput = imageOutput
  .extend({
    width: z.int().nullable().describe("In pixels, where it is known"),
    height: z.int().nullable(),
    sizes: z
      .array(z.object({ url: z.string(), width: z.int() }))
      .describe("The same picture in other widths, the narrowest first"),
  })
  .meta({ id: "ProductImage" });

export const productSummaryOutput = z
  .object({
    id: z.string(),
    slug: z.string(),
    title: z.string(),
    price: moneyOutput.describe("Of the cheapest variant"),
    image: productImageOutput.nullable(),
    available: z.boolean().describe("Whether any variant can be bought now"),
  })
  .meta({ id: "ProductSummary" });

const count = z.int();
const valueCounts = z.array(z.object({ value: z.string(), count }).meta({ id: "FacetValue" }));

export const facetsOutput = z
  .object({
    tags: valueCounts.optional(),
    vendor: valueCounts.optional(),
    options: z.array(z.object({ name: z.string(), values: valueCounts })).optional(),
    price: z
      .object({
        min: z.int().describe("The lowest price"),
        max: z.int().describe("The highest price"),
        buckets: z.array(z.object({ min: z.int(), max: z.int(), count })).describe("Both ends included"),
      })
      .nullable()
      .optional()
      .describe("In minor units of the market's currency; null when there are no products"),
    availability: z.object({ inStock: count, soldOut: count }).optional(),
    attributes: z
      .array(
        z.object({
          key: z.string(),
          name: z.string(),
          type: attributeTypeField,
          values: z.array(z.object({ value: z.union([z.string(), z.boolean()]), count })),
          range: z.object({ min: z.number(), max: z.number(), count }).nullable().describe("Of a number"),
        }),
      )
      .optional(),
  })
  .meta({ id: "Facets" });

export const productsOutput = z
  .object({
    items: z.array(productSummaryOutput),
    nextCursor: z
      .string()
      .nullable()
      .describe(
        "Null after the last page; where few products pass the filters a page may be short, or empty, before",
      ),
    correctedQuery: z
      .string()
      .nullable()
      .describe("What was searched for instead of `q`, when a word of it was found nowhere"),
    facets: facetsOutput.optional().describe("On request"),
    total: z.int().optional().describe("On request: of all pages"),
    capped: z
      .boolean()
      .optional()
      .describe(
        "With `facets` or `total`: whether there was more than is looked at, and some of them are of a part",
      ),
  })
  .meta({ id: "ProductPage" });

export const productInput = z.union([
  z.object({ slug: slugInput, ...catalogInput.shape }),
  z.object({ id: slugInput, ...catalogInput.shape }),
]);

export const priceOfferOutput = z
  .object({
    price: moneyOutput.describe("Of one unit"),
    minQuantity: z.int().describe("For so many units or more"),
    startsAt: z.date().nullable().describe("Null: it holds already"),
    endsAt: z.date().nullable().describe("The first moment it no longer holds; null: for ever"),
  })
  .meta({ id: "PriceOffer" });

export const variantOutput = z
  .object({
    id: z.string(),
    sku: z.string().nullable(),
    barcode: z.string().nullable(),
    title: z.string(),
    options: z.array(z.string()).describe("One value for each of the product's options"),
    price: moneyOutput.describe("What one unit costs now"),
    compareAtPrice: moneyOutput.nullable().describe("What it cost before a reduction"),
    offers: z
      .array(priceOfferOutput)
      .describe("Other prices that hold, or will: from a quantity on, for a while"),
    available: z.boolean(),
    image: productImageOutput.nullable(),
    weightGrams: z.int(),
    dimensions: z
      .object({
        lengthMm: z.int().nullable(),
        widthMm: z.int().nullable(),
        heightMm: z.int().nullable(),
      })
      .describe("Of the parcel"),
    requiresShipping: z.boolean().describe("Whether it is a thing, not a download"),
    maxPerOrder: z
      .int()
      .nullable()
      .describe("How many units a cart takes of it; null is as many as there are"),
  })
  .meta({ id: "Variant" });

const stepOutput = z.object({ slug: z.string(), name: z.string() }).meta({ id: "CategoryStep" });
const pathOutput = z.array(stepOutput).describe("From the root of the tree to the category itself");

export const seoOutput = z
  .object({ title: z.string().nullable(), description: z.string().nullable() })
  .describe("What search engines show; null: as the page itself")
  .meta({ id: "Seo" });

export const productOutput = z
  .object({
    id: z.string(),
    slug: z.string().describe("The one in use, in this language: redirect when another was asked for"),
    title: z.string(),
    description: z.string().describe("HTML as the merchant wrote it"),
    vendor: z.string().nullable(),
    type: z.string().nullable(),
    seo: seoOutput,
    tags: z.array(z.string()),
    attributes: z.array(
      z
        .object({
          key: z.string(),
          name: z.string(),
          type: attributeTypeField,
          value: z.union([z.string(), z.number(), z.boolean()]),
        })
        .meta({ id: "ProductAttribute" }),
    ),
    options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
    images: z.array(productImageOutput),
    categories: z.array(stepOutput.extend({ path: pathOutput }).meta({ id: "ProductCategory" })),
    variants: z.array(variantOutput),
    available: z.boolean().describe("Whether any variant can be bought now"),
    publishedAt: z.date(),
  })
  .meta({ id: "Product" });

export const relatedInput = z.object({
  id: idInput.describe("A product's"),
  limit: z.int().min(1).max(24).default(8),
  ...catalogInput.shape,
});

export const relatedOutput = z.array(productSummaryOutput);

const categoryFields = z
  .object({
    id: z.string(),
    slug: z.string().describe("The one in use, in this language"),
    name: z.string(),
  })
  .meta({ id: "CategoryFields" });

export type Category = z.infer<typeof categoryFields> & { children: Category[] };

export const categoryOutput: z.ZodType<Category> = categoryFields
  .extend({
    get children() {
      return z.array(categoryOutput);
    },
  })
  .meta({ id: "Category" });

export const categoriesOutput = z.array(categoryOutput);

export const categoriesInput = catalogInput.prefault({});

export const categoryInput = z.object({
  slug: slugInput.describe("Of any language, or an old one: redirect when another is answered"),
  ...catalogInput.shape,
});

export const categoryPageOutput = categoryFields
  .extend({
    description: z.string().describe("HTML as the merchant wrote it"),
    seo: seoOutput,
    path: pathOutput,
    children: z.array(categoryFields),
  })
  .meta({ id: "CategoryPage" });

export const suggestInput = z.object({
  q: z.string().describe("What has been typed so far"),
  limit: z.int().min(1).max(20).default(8),
  ...catalogInput.shape,
});

export const suggestOutput = z.array(
  z.object({ slug: z.string(), title: z.string() }).meta({ id: "Suggestion" }),
);

export type ProductsInput = z.infer<typeof productsInput>;
export type ProductPage = z.infer<typeof productsOutput>;
export type ProductInput = z.infer<typeof productInput>;
export type Product = z.infer<typeof productOutput>;
export type SuggestInput = z.infer<typeof suggestInput>;
export type Suggestion = z.infer<typeof suggestOutput>[number];
export type ProductSummary = z.infer<typeof productSummaryOutput>;
export type ProductImage = z.infer<typeof productImageOutput>;
export type Facets = z.infer<typeof facetsOutput>;
export type RelatedInput = z.infer<typeof relatedInput>;
export type CategoriesInput = z.infer<typeof catalogInput>;
export type CategoryInput = z.infer<typeof categoryInput>;
export type CategoryPage = z.infer<typeof categoryPageOutput>;
