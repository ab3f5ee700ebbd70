import { inArray, sql } from "drizzle-orm";
import { rowsInsert } from "../../../db/insert.ts";
import { prepared } from "../../../db/prepared.ts";
import {
  priceOffers,
  prices,
  productAttributes,
  productImages,
  productSlugs,
  products,
  productTags,
  productTranslations,
  stockLevels,
  variants,
} from "../../../db/schema/index.ts";
import type { Transaction } from "../../../db/transaction.ts";
import type { NewRows } from "./new-product.ts";
import { saveOldSlugs } from "./slugs.ts";

const insertProducts = rowsInsert<typeof products, "number">(products);
const insertTags = rowsInsert(productTags);
const insertImages = rowsInsert(productImages);
const insertVariants = rowsInsert(variants);
const insertStock = rowsInsert(stockLevels);
const insertPrices = rowsInsert(prices);
const insertOffers = rowsInsert(priceOffers);
const insertAttributes = rowsInsert(productAttributes);
const insertTranslations = rowsInsert(productTranslations);
const insertSlugs = rowsInsert(productSlugs);

const cell = (index: number) => sql`j.value ->> ${sql.raw(String(index))}`;

const textsStatement = prepared((db) =>
  db
    .update(products)
    .set({
      title: cell(1),
      titleKey: cell(2),
      description: cell(3),
      descriptionText: cell(4),
      vendor: cell(5),
      type: cell(6),
      status: cell(7),
      publishedAt: cell(8),
      updatedAt: cell(9),
    })
    .from(sql`json_each(${sql.placeholder("rows")}) as j`)
    .where(sql`${products.id} = ${cell(0)}`),
);

/**
 * Inserts new products without their texts: each table in one statement, those first that others refer to, and stock
 * before prices, since lists show both.
 */
export async function insertRows(db: Transaction, rows: readonly NewRows[]): Promise<void> {
  await insertProducts(
    db,
    rows.map(({ product }) => ({
      ...product,
      title: "",
      titleKey: "",
      description: "",
      descriptionText: "",
      vendor: null,
      type: null,
      status: "draft",
      publishedAt: null,
    })),
  );
  await insertTags(
    db,
    rows.flatMap(({ tags }) => tags),
  );
  await insertImages(
    db,
    rows.flatMap(({ images }) => images),
  );
  await insertVariants(
    db,
    rows.flatMap((each) => each.variants),
  );
  await insertStock(
    db,
    rows.flatMap(({ stock }) => stock),
  );
  await insertPrices(
    db,
    rows.flatMap((each) => each.prices),
  );
  await insertOffers(
    db,
    rows.flatMap(({ offers }) => offers),
  );
  await insertAttributes(
    db,
    rows.flatMap(({ attributes }) => attributes),
  );
  await insertTranslations(
    db,
    rows.flatMap(({ translations }) => translations),
  );
  await takeSlugs(
    db,
    rows.flatMap(({ slugs }) => slugs),
  );
  await saveOldSlugs(
    db,
    "product",
    rows.flatMap(({ oldSlugs }) => oldSlugs),
  );
}

/** A slug that only redirects passes to whoever takes it. */
async function takeSlugs(db: Transaction, rows: NewRows["slugs"]): Promise<void> {
  if (rows.length === 0) return;
  const slugs = rows.map(({ slug }) => slug);
  await db
    .delete(productSlugs)
    .where(sql`${inArray(productSlugs.slug, slugs)} and ${productSlugs.isCurrent} = 0`);
  await insertSlugs(db, rows);
}

/** The last to be written: the search index reads a product with all that belongs to it, once. */
export async function insertTexts(db: Transaction, rows: readonly NewRows[]): Promise<void> {
  const texts = rows.map(({ product }) => toTexts(product));
  if (texts.length > 0) await textsStatement(db, { rows: JSON.stringify(texts) });
}

function toTexts(product: NewRows["product"]) {
  const { id, title, titleKey, description, descriptionText, vendor, type, status, publishedAt, updatedAt } =
    product;
  return [
    id,
    title,
    titleKey,
    description,
    descriptionText,
    vendor,
    type,
    status,
    publishedAt?.getTime() ?? null,
    updatedAt.getTime(),
  ];
}
