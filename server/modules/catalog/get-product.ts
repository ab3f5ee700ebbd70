import { and, asc, eq, sql } from "drizzle-orm";
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
import { batch } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import type { Image } from "../../core/contract.ts";
import { AppError } from "../../core/errors.ts";
import { availableUnits } from "../inventory/available.ts";
import { marketCurrency } from "./expressions.ts";
import type { Product, ProductInput } from "./schema.ts";

type Variant = Product["variants"][number];

const { placeholder } = sql;

/** The product asked for by `id`, or by `slug` where that is null. */
const wantedId = sql`coalesce(${placeholder("id")}, (select id from products where slug = ${placeholder("slug")}))`;

const productStatement = prepared((db) =>
  db
    .select()
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
      title: variants.title,
      options: variants.optionValues,
      imageId: variants.imageId,
      currency: prices.currency,
      amount: prices.amount,
      compareAtAmount: prices.compareAtAmount,
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

const imagesStatement = prepared((db) =>
  db
    .select({ id: productImages.id, url: productImages.url, alt: productImages.alt })
    .from(productImages)
    .where(eq(productImages.productId, wantedId))
    .orderBy(asc(productImages.position)),
);

const tagsStatement = prepared((db) =>
  db
    .select({ tag: productTags.tag })
    .from(productTags)
    .where(eq(productTags.productId, wantedId))
    .orderBy(asc(productTags.tag)),
);

const categoriesStatement = prepared((db) =>
  db
    .select({ slug: categories.slug, name: categories.name })
    .from(productCategories)
    .innerJoin(categories, eq(categories.id, productCategories.categoryId))
    .where(eq(productCategories.productId, wantedId))
    .orderBy(asc(categories.name)),
);

/** All that a product page shows. @throws NOT_FOUND unless it is published and sold in the market */
export async function getProduct(ctx: ServiceContext, input: ProductInput): Promise<Product> {
  const wanted = {
    id: "id" in input ? input.id : null,
    slug: "slug" in input ? input.slug : null,
    market: input.market ?? null,
    now: ctx.clock.now().getTime(),
  };
  const [[product], variantRows, imageRows, tagRows, categoryRows] = await batch(ctx, (db) => [
    productStatement(db, wanted),
    variantsStatement(db, wanted),
    imagesStatement(db, wanted),
    tagsStatement(db, wanted),
    categoriesStatement(db, wanted),
  ]);
  if (!product?.publishedAt || variantRows.length === 0) throw new AppError("NOT_FOUND");

  const images = new Map(imageRows.map(({ id, url, alt }) => [id, { url, alt }]));
  const variantsOut = variantRows.map((variant) => presentVariant(variant, images));
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
    images: [...images.values()],
    categories: categoryRows,
    variants: variantsOut,
    available: variantsOut.some(({ available }) => available),
    publishedAt,
  };
}

type VariantRow = Awaited<ReturnType<typeof variantsStatement>>[number];

function presentVariant(row: VariantRow, images: ReadonlyMap<string, Image>): Variant {
  const { id, sku, title, options, currency, amount, compareAtAmount, imageId } = row;
  return {
    id,
    sku,
    title,
    options,
    price: { amount, currency },
    compareAtPrice: compareAtAmount === null ? null : { amount: compareAtAmount, currency },
    available: availableUnits(row) > 0,
    image: images.get(imageId ?? "") ?? null,
  };
}
