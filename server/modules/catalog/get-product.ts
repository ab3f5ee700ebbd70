import { and, asc, eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { prices, productImages, products, stockLevels, variants } from "../../../db/schema/index.ts";
import { batch } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { pathsStatement, wantedId } from "./category-paths.ts";
import { marketCurrency } from "./expressions.ts";
import { localeOf } from "./locale-tag.ts";
import { localSlug, serves } from "./locales.ts";
import { offersOf } from "./offers.ts";
import {
  inLanguage,
  presentAttributes,
  presentCategories,
  presentImage,
  presentVariant,
} from "./present-product.ts";
import type { Product, ProductInput } from "./schema.ts";

const { placeholder } = sql;

/** Rows are put in order within: a libSQL server does not parse an `order by` in an aggregate. */
const productStatement = prepared((db) =>
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
      tags: sql<string>`(
        select json_group_array(tag) from (
          select tag from product_tags where product_id = products.id order by tag
        )
      )`,
      attributes: sql<string>`(
        select json_group_array(json_object('key', key, 'name', name, 'type', type, 'value', value)) from (
          select d.key, d.name, d.type, coalesce(a.text, a.number) as value
          from product_attributes a join attributes d on d.key = a.key
          where a.product_id = products.id order by d.key
        )
      )`,
      /** The most exact language first. */
      translations: sql<string>`(
        select json_group_array(json_object(
          'title', title, 'description', description, 'seoTitle', seo_title, 'seoDescription', seo_description
        )) from (
          select t.title, t.description, t.seo_title, t.seo_description from product_translations t
          where t.product_id = products.id and ${serves(sql`t.locale`)} order by length(t.locale) desc
        )
      )`,
    })
    .from(products)
    .where(
      sql`${products.id} = ${wantedId} and ${products.status} = 'published' and ${products.publishedAt} <= ${placeholder("now")}`,
    ),
);

const variantsStatement = prepared((db) =>
  db
    .select({
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
    })
    .from(variants)
    .innerJoin(prices, and(eq(prices.variantId, variants.id), eq(prices.currency, marketCurrency)))
    .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
    .where(eq(variants.productId, wantedId))
    .orderBy(asc(variants.position)),
);

export type VariantRow = Awaited<ReturnType<typeof variantsStatement>>[number];

const imagesStatement = prepared((db) =>
  db
    .select({
      id: productImages.id,
      url: productImages.url,
      alt: productImages.alt,
      width: productImages.width,
      height: productImages.height,
      sizes: productImages.sizes,
    })
    .from(productImages)
    .where(eq(productImages.productId, wantedId))
    .orderBy(asc(productImages.position)),
);

/** All that a product page shows. @throws NOT_FOUND unless it is published and sold in the market */
export async function getProduct(ctx: ServiceContext, input: ProductInput): Promise<Product> {
  const now = ctx.clock.now();
  const wanted = {
    productId: "id" in input ? input.id : null,
    slug: "slug" in input ? input.slug : null,
    categorySlug: null,
    market: input.market ?? null,
    locale: localeOf(input),
    now: now.getTime(),
  };
  const [[product], variantRows, imageRows, steps] = await batch(ctx, (db) => [
    productStatement(db, wanted),
    variantsStatement(db, wanted),
    imagesStatement(db, wanted),
    pathsStatement(db, wanted),
  ]);
  if (!product?.publishedAt || variantRows.length === 0) throw new AppError("NOT_FOUND");

  const images = new Map(imageRows.map((row) => [row.id, presentImage(row)]));
  const variantsOut = variantRows.map((variant) => presentVariant(variant, images, now));
  const { id, slug, vendor, type, options, publishedAt } = product;
  return {
    id,
    slug,
    ...inLanguage(product),
    vendor,
    type,
    tags: JSON.parse(product.tags),
    attributes: presentAttributes(product.attributes),
    options,
    images: [...images.values()],
    categories: presentCategories(steps),
    variants: variantsOut,
    available: variantsOut.some(({ available }) => available),
    publishedAt,
  };
}
