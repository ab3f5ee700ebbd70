import { asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import {
  attributes,
  categories,
  productAttributes,
  productCategories,
  productImages,
  productSlugs,
  products,
  productTags,
  productTranslations,
  stockLevels,
  variants,
} from "../../../db/schema/index.ts";
import { pricesOf } from "./variant-prices.ts";

const { placeholder } = sql;

// Whatever belongs to a page of products, a statement for each table.

/** The ids of a page of products, in the order of their slugs. */
const page = sql`(
  select p.id from products p where p.slug > ${placeholder("after")} order by p.slug limit ${placeholder("limit")}
)`;

export const productsStatement = prepared((db) =>
  db.select().from(products).where(inArray(products.id, page)).orderBy(asc(products.slug)),
);

export const variantsStatement = prepared((db) =>
  db
    .select({
      productId: variants.productId,
      sku: variants.sku,
      barcode: variants.barcode,
      optionValues: variants.optionValues,
      imageId: variants.imageId,
      weightGrams: variants.weightGrams,
      lengthMm: variants.lengthMm,
      widthMm: variants.widthMm,
      heightMm: variants.heightMm,
      requiresShipping: variants.requiresShipping,
      maxPerOrder: variants.maxPerOrder,
      prices: pricesOf(sql`variants.id`),
      policy: stockLevels.policy,
      onHand: stockLevels.onHand,
    })
    .from(variants)
    .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
    .where(inArray(variants.productId, page))
    .orderBy(asc(variants.productId), asc(variants.position), asc(variants.id)),
);

export const imagesStatement = prepared((db) =>
  db
    .select()
    .from(productImages)
    .where(inArray(productImages.productId, page))
    .orderBy(asc(productImages.productId), asc(productImages.position), asc(productImages.url)),
);

export const tagsStatement = prepared((db) =>
  db
    .select()
    .from(productTags)
    .where(inArray(productTags.productId, page))
    .orderBy(asc(productTags.productId), asc(productTags.tag)),
);

/** The category of that id and those above it, the root first, as JSON text. */
export const pathOf = (id: SQL): SQL<string> => sql<string>`(
  with recursive up(parent_id, slug, name, level) as (
    select c.parent_id, c.slug, c.name, 0 from categories c where c.id = ${id}
    union all
    select c.parent_id, c.slug, c.name, up.level + 1 from categories c join up on c.id = up.parent_id
  )
  select json_group_array(json_object('slug', slug, 'name', name)) from (select slug, name from up order by level desc)
)`;

export const categoriesStatement = prepared((db) =>
  db
    .select({ productId: productCategories.productId, path: pathOf(sql`categories.id`) })
    .from(productCategories)
    .innerJoin(categories, eq(categories.id, productCategories.categoryId))
    .where(inArray(productCategories.productId, page))
    .orderBy(asc(productCategories.productId), asc(categories.slug)),
);

export const attributesStatement = prepared((db) =>
  db
    .select({
      productId: productAttributes.productId,
      key: productAttributes.key,
      type: attributes.type,
      text: productAttributes.text,
      number: productAttributes.number,
    })
    .from(productAttributes)
    .innerJoin(attributes, eq(attributes.key, productAttributes.key))
    .where(inArray(productAttributes.productId, page))
    .orderBy(asc(productAttributes.productId), asc(productAttributes.key)),
);

export const oldSlugsStatement = prepared((db) =>
  db
    .select({ productId: productSlugs.productId, slug: productSlugs.slug })
    .from(productSlugs)
    .where(sql`${inArray(productSlugs.productId, page)} and ${productSlugs.isCurrent} = 0`)
    .orderBy(asc(productSlugs.productId), asc(productSlugs.slug)),
);

export const translationsStatement = prepared((db) =>
  db
    .select({
      productId: productTranslations.productId,
      locale: productTranslations.locale,
      slug: productSlugs.slug,
      title: productTranslations.title,
      description: productTranslations.description,
      seoTitle: productTranslations.seoTitle,
      seoDescription: productTranslations.seoDescription,
    })
    .from(productTranslations)
    .leftJoin(
      productSlugs,
      sql`${productSlugs.productId} = ${productTranslations.productId}
        and ${productSlugs.locale} = ${productTranslations.locale} and ${productSlugs.isCurrent} = 1`,
    )
    .where(inArray(productTranslations.productId, page))
    .orderBy(asc(productTranslations.productId), asc(productTranslations.locale)),
);
