import { and, asc, eq, lte, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import {
  categories,
  prices,
  productCategories,
  productImages,
  products,
  productTags,
  stockLevels,
  variants,
} from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { availableUnits } from "../inventory/available.ts";
import { findMarket } from "./markets.ts";
import type { Product, ProductInput } from "./schema.ts";

const { placeholder } = sql;

const productStatement = prepared((db) =>
  db
    .select()
    .from(products)
    .where(
      and(
        sql`${products.id} = coalesce(${placeholder("id")}, (select id from products where slug = ${placeholder("slug")}))`,
        eq(products.status, "published"),
        lte(products.publishedAt, placeholder("now")),
      ),
    )
    .prepare(),
);

const variantsStatement = prepared((db) =>
  db
    .select({
      id: variants.id,
      sku: variants.sku,
      title: variants.title,
      options: variants.optionValues,
      imageId: variants.imageId,
      amount: prices.amount,
      compareAtAmount: prices.compareAtAmount,
      policy: stockLevels.policy,
      onHand: stockLevels.onHand,
      reserved: stockLevels.reserved,
    })
    .from(variants)
    .innerJoin(prices, and(eq(prices.variantId, variants.id), eq(prices.currency, placeholder("currency"))))
    .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
    .where(eq(variants.productId, placeholder("productId")))
    .orderBy(asc(variants.position))
    .prepare(),
);

const imagesStatement = prepared((db) =>
  db
    .select({ id: productImages.id, url: productImages.url, alt: productImages.alt })
    .from(productImages)
    .where(eq(productImages.productId, placeholder("productId")))
    .orderBy(asc(productImages.position))
    .prepare(),
);

const tagsStatement = prepared((db) =>
  db
    .select({ tag: productTags.tag })
    .from(productTags)
    .where(eq(productTags.productId, placeholder("productId")))
    .orderBy(asc(productTags.tag))
    .prepare(),
);

const categoriesStatement = prepared((db) =>
  db
    .select({ slug: categories.slug, name: categories.name })
    .from(productCategories)
    .innerJoin(categories, eq(categories.id, productCategories.categoryId))
    .where(eq(productCategories.productId, placeholder("productId")))
    .orderBy(asc(categories.name))
    .prepare(),
);

/** All that a product page shows. @throws NOT_FOUND unless it is published and has a price in the market */
export async function getProduct(ctx: ServiceContext, input: ProductInput): Promise<Product> {
  const { db, clock } = ctx;
  const { currency } = await findMarket(ctx, input.market);
  const product = await productStatement(db).get({
    id: "id" in input ? input.id : null,
    slug: "slug" in input ? input.slug : null,
    now: clock.now(),
  });
  if (!product?.publishedAt) throw new AppError("NOT_FOUND");

  const productId = product.id;
  const [variantRows, imageRows, tagRows, categoryRows] = await Promise.all([
    variantsStatement(db).all({ productId, currency }),
    imagesStatement(db).all({ productId }),
    tagsStatement(db).all({ productId }),
    categoriesStatement(db).all({ productId }),
  ]);
  if (variantRows.length === 0) throw new AppError("NOT_FOUND");

  const imagesById = new Map(imageRows.map(({ id, url, alt }) => [id, { url, alt }]));
  const variantsOut = variantRows.map((variant) => ({
    id: variant.id,
    sku: variant.sku,
    title: variant.title,
    options: variant.options,
    price: { amount: variant.amount, currency },
    compareAtPrice: variant.compareAtAmount === null ? null : { amount: variant.compareAtAmount, currency },
    available: availableUnits(variant) > 0,
    image: imagesById.get(variant.imageId ?? "") ?? null,
  }));
  const { id, slug, title, description, vendor, type, options, publishedAt } = product;
  return {
    id,
    slug,
    title,
    description,
    vendor,
    type,
    tags: tagRows.map(({ tag }) => tag),
    options,
    images: [...imagesById.values()],
    categories: categoryRows,
    variants: variantsOut,
    available: variantsOut.some(({ available }) => available),
    publishedAt,
  };
}
