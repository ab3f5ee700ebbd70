import { and, eq, sql } from "drizzle-orm";
import { type NestedRow, nestedRows } from "../../../db/nested-rows.ts";
import { preparedOne } from "../../../db/prepared.ts";
import {
  attributes,
  prices,
  productImages,
  products,
  productTranslations,
  stockLevels,
  variants,
} from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { stepFields, stepOrder, stepsTo } from "./category-paths.ts";
import { marketCurrency } from "./expressions.ts";
import { localeOf } from "./locale-tag.ts";
import { localSlug, serves } from "./locales.ts";
import { offersOf } from "./offers.ts";
import {
  inLanguage,
  presentAttribute,
  presentCategories,
  presentImage,
  presentVariant,
} from "./present-product.ts";
import type { Product, ProductInput } from "./schema.ts";

const { placeholder } = sql;

const variantFields = {
  id: variants.id,
  sku: variants.sku,
  barcode: variants.barcode,
  title: variants.title,
  options: variants.optionValues,
  imageId: variants.imageId,
  weightGrams: variants.weightGrams,
  lengthMm: variants.lengthMm,
  widthMm: variants.widthMm,
  heightMm: variants.heightMm,
  requiresShipping: variants.requiresShipping,
  maxPerOrder: variants.maxPerOrder,
  currency: prices.currency,
  amount: prices.amount,
  compareAtAmount: prices.compareAtAmount,
  offers: offersOf(sql`variants.id`, sql`prices.currency`),
  policy: stockLevels.policy,
  onHand: stockLevels.onHand,
  reserved: stockLevels.reserved,
};

export type VariantRow = NestedRow<typeof variantFields>;

const attributeFields = {
  key: attributes.key,
  name: attributes.name,
  type: attributes.type,
  value: sql<string | number>`coalesce(a.text, a.number)`,
};

export type AttributeRow = NestedRow<typeof attributeFields>;

const translationFields = {
  title: productTranslations.title,
  description: productTranslations.description,
  seoTitle: productTranslations.seoTitle,
  seoDescription: productTranslations.seoDescription,
};

const imageFields = {
  id: productImages.id,
  url: productImages.url,
  alt: productImages.alt,
  width: productImages.width,
  height: productImages.height,
  sizes: productImages.sizes,
};

/** The number of the product asked for by `productId`, or by any `slug` it ever had: mostly its own, which it has itself. */
const wantedNumber = sql`coalesce(
  (select number from products where id = ${placeholder("productId")}),
  (select number from products where slug = ${placeholder("slug")}),
  (select p.number from product_slugs u cross join products p on p.id = u.product_id where u.slug = ${placeholder("slug")})
)`;

const productStatement = preparedOne((db) =>
  db
    .select({
      id: products.id,
      slug: localSlug(sql`products.id`, sql`products.slug`),
      title: products.title,
      description: products.description,
      vendor: products.vendor,
      type: products.type,
      seoTitle: products.seoTitle,
      seoDescription: products.seoDescription,
      options: products.options,
      publishedAt: products.publishedAt,
      tags: nestedRows(
        { tag: sql<string>`tag` },
        sql`from product_tags where product_id = products.id order by tag`,
      ),
      attributes: nestedRows(
        attributeFields,
        sql`from product_attributes a join ${attributes} on ${attributes.key} = a.key
          where a.product_id = products.id order by a.key`,
      ),
      /** The most exact language first. */
      translations: nestedRows(
        translationFields,
        sql`from ${productTranslations}
          where ${productTranslations.productId} = products.id and ${serves(sql`${productTranslations.locale}`)}
          order by ${productTranslations.locale} desc`,
      ),
      images: nestedRows(
        imageFields,
        sql`from ${productImages}
          where ${productImages.productId} = products.id order by ${productImages.position}`,
      ),
      steps: nestedRows(
        stepFields,
        sql`from ${stepsTo(sql`product_categories l cross join categories c on c.id = l.category_id where l.product_id = products.id`)}
          order by ${stepOrder}`,
      ),
      variants: nestedRows(
        variantFields,
        sql`from ${variants}
            cross join ${prices}
              on ${and(eq(prices.variantId, variants.id), eq(prices.currency, marketCurrency))}
            cross join ${stockLevels} on ${eq(stockLevels.variantId, variants.id)}
          where ${variants.productId} = products.id order by ${variants.position}`,
      ),
    })
    .from(products)
    .where(
      sql`${products.number} = ${wantedNumber} and ${products.status} = 'published' and ${products.publishedAt} <= ${placeholder("now")}`,
    ),
);

/** All that a product page shows. @throws NOT_FOUND unless it is published and sold in the market */
export async function getProduct(ctx: ServiceContext, input: ProductInput): Promise<Product> {
  const now = ctx.clock.now();
  const product = await productStatement(ctx.db, {
    productId: "id" in input ? input.id : null,
    slug: "slug" in input ? input.slug : null,
    market: input.market ?? null,
    locale: localeOf(input),
    now: now.getTime(),
  });
  if (!product?.publishedAt || product.variants.length === 0) throw new AppError("NOT_FOUND");

  const images = new Map(product.images.map((row) => [row.id, presentImage(row)]));
  const variantsOut = product.variants.map((variant) => presentVariant(variant, images, now));
  const { id, slug, vendor, type, options, publishedAt } = product;
  return {
    id,
    slug,
    ...inLanguage(product),
    vendor,
    type,
    tags: product.tags.map(({ tag }) => tag),
    attributes: product.attributes.map(presentAttribute),
    options,
    images: [...images.values()],
    categories: presentCategories(product.steps),
    variants: variantsOut,
    available: variantsOut.some(({ available }) => available),
    publishedAt,
  };
}
