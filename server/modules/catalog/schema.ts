import { z } from "zod";
import { imageOutput, marketInput, moneyOutput } from "../../core/contract.ts";

const slugInput = z.string().min(1).max(200);

export const productSorts = ["relevance", "newest", "title", "price", "price-desc"] as const;
export type ProductSort = (typeof productSorts)[number];

export const productsInput = z
  .object({
    limit: z.int().min(1).max(100).default(24),
    cursor: z.string().max(500).optional().describe("`nextCursor` of the page before"),
    q: z.string().optional().describe("Words to search for; the last one may be unfinished"),
    category: slugInput.optional().describe("A category's slug; includes what is below it"),
    inStock: z.boolean().optional().describe("Only what can be bought now"),
    sort: z.enum(productSorts).optional().describe("By default `relevance` with `q`, else `newest`"),
    market: marketInput,
  })
  .meta({ id: "ProductsInput" });

export const productSummaryOutput = z
  .object({
    id: z.string(),
    slug: z.string(),
    title: z.string(),
    price: moneyOutput.describe("Of the cheapest variant"),
    image: imageOutput.nullable(),
    available: z.boolean().describe("Whether any variant can be bought now"),
  })
  .meta({ id: "ProductSummary" });

export const productsOutput = z
  .object({ items: z.array(productSummaryOutput), nextCursor: z.string().nullable() })
  .meta({ id: "ProductPage" });

export const productInput = z.union([
  z.object({ slug: slugInput, market: marketInput }),
  z.object({ id: slugInput, market: marketInput }),
]);

export const variantOutput = z
  .object({
    id: z.string(),
    sku: z.string().nullable(),
    title: z.string(),
    options: z.array(z.string()).describe("One value for each of the product's options"),
    price: moneyOutput,
    compareAtPrice: moneyOutput.nullable().describe("What it cost before a reduction"),
    available: z.boolean(),
    image: imageOutput.nullable(),
  })
  .meta({ id: "Variant" });

export const productOutput = z
  .object({
    id: z.string(),
    slug: z.string(),
    title: z.string(),
    description: z.string().describe("HTML as the merchant wrote it"),
    vendor: z.string().nullable(),
    type: z.string().nullable(),
    tags: z.array(z.string()),
    options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
    images: z.array(imageOutput),
    categories: z.array(z.object({ slug: z.string(), name: z.string() })),
    variants: z.array(variantOutput),
    available: z.boolean().describe("Whether any variant can be bought now"),
    publishedAt: z.date(),
  })
  .meta({ id: "Product" });

const categoryFields = z.object({ id: z.string(), slug: z.string(), name: z.string() });

export type Category = z.infer<typeof categoryFields> & { children: Category[] };

export const categoryOutput: z.ZodType<Category> = categoryFields
  .extend({
    get children() {
      return z.array(categoryOutput);
    },
  })
  .meta({ id: "Category" });

export const categoriesOutput = z.array(categoryOutput);

export const suggestInput = z.object({
  q: z.string().describe("What has been typed so far"),
  limit: z.int().min(1).max(20).default(8),
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
