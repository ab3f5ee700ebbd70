import { and, asc, eq, ne, sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import {
  attributes,
  categories,
  priceOffers,
  prices,
  productAttributes,
  productCategories,
  productImages,
  productSlugs,
  products,
  productTags,
  productTranslations,
  stockLevels,
  variants,
} from "../../../../db/schema/index.ts";
import { batch } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { readValue } from "../attribute-value.ts";
import type { AdminProduct } from "./schema.ts";

const id = sql.placeholder("id");

const productStatement = prepared((db) => db.select().from(products).where(eq(products.id, id)));

const tagsStatement = prepared((db) =>
  db
    .select({ tag: productTags.tag })
    .from(productTags)
    .where(eq(productTags.productId, id))
    .orderBy(asc(productTags.tag)),
);

const imagesStatement = prepared((db) =>
  db
    .select()
    .from(productImages)
    .where(eq(productImages.productId, id))
    .orderBy(asc(productImages.position), asc(productImages.url)),
);

const categoriesStatement = prepared((db) =>
  db
    .select({ id: categories.id, slug: categories.slug, name: categories.name })
    .from(productCategories)
    .innerJoin(categories, eq(categories.id, productCategories.categoryId))
    .where(eq(productCategories.productId, id))
    .orderBy(asc(categories.name)),
);

const attributesStatement = prepared((db) =>
  db
    .select({
      key: attributes.key,
      type: attributes.type,
      text: productAttributes.text,
      number: productAttributes.number,
    })
    .from(productAttributes)
    .innerJoin(attributes, eq(attributes.key, productAttributes.key))
    .where(eq(productAttributes.productId, id))
    .orderBy(asc(productAttributes.key)),
);

const translationsStatement = prepared((db) =>
  db
    .select()
    .from(productTranslations)
    .where(eq(productTranslations.productId, id))
    .orderBy(asc(productTranslations.locale)),
);

const translatedSlugsStatement = prepared((db) =>
  db
    .select({ locale: productSlugs.locale, slug: productSlugs.slug })
    .from(productSlugs)
    .where(
      and(eq(productSlugs.productId, id), ne(productSlugs.locale, ""), eq(productSlugs.isCurrent, true)),
    ),
);

const variantsStatement = prepared((db) =>
  db
    .select({ variant: variants, stock: stockLevels })
    .from(variants)
    .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
    .where(eq(variants.productId, id))
    .orderBy(asc(variants.position), asc(variants.id)),
);

const ofProduct = sql`(select v.id from ${variants} v where v.product_id = ${id})`;

const pricesStatement = prepared((db) =>
  db.select().from(prices).where(sql`${prices.variantId} in ${ofProduct}`).orderBy(asc(prices.currency)),
);

const offersStatement = prepared((db) =>
  db
    .select()
    .from(priceOffers)
    .where(sql`${priceOffers.variantId} in ${ofProduct}`)
    .orderBy(asc(priceOffers.minQuantity), asc(priceOffers.startsAt), asc(priceOffers.id)),
);

/** The whole of a product, whatever its status. @throws NOT_FOUND */
export async function getAdminProduct(
  ctx: Pick<ServiceContext, "db">,
  wanted: { id: string },
): Promise<AdminProduct> {
  const bound = { id: wanted.id };
  const [[product], tags, images, inCategories, ofAttributes, translations, slugs, rows, priceRows, offers] =
    await batch(ctx, (db) => [
      productStatement(db, bound),
      tagsStatement(db, bound),
      imagesStatement(db, bound),
      categoriesStatement(db, bound),
      attributesStatement(db, bound),
      translationsStatement(db, bound),
      translatedSlugsStatement(db, bound),
      variantsStatement(db, bound),
      pricesStatement(db, bound),
      offersStatement(db, bound),
    ]);
  if (!product) throw new AppError("NOT_FOUND");

  const slugOf = new Map(slugs.map(({ locale, slug }) => [locale, slug]));
  const pricesOf = Map.groupBy(priceRows, ({ variantId }) => variantId);
  const offersOf = Map.groupBy(offers, ({ variantId, currency }) => `${currency} ${variantId}`);
  return {
    ...product,
    tags: tags.map(({ tag }) => tag),
    images: images.map((image) => ({ ...image, sizes: image.sizes ?? [] })),
    categories: inCategories,
    attributes: Object.fromEntries(ofAttributes.map((each) => [each.key, readValue(each, each)])),
    translations: translations.map((each) => ({ ...each, slug: slugOf.get(each.locale) ?? null })),
    variants: rows.map(({ variant, stock }) => ({
      ...variant,
      prices: (pricesOf.get(variant.id) ?? []).map((price) => ({
        ...price,
        offers: offersOf.get(`${price.currency} ${variant.id}`) ?? [],
      })),
      stock,
    })),
  };
}
