import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { productStatuses } from "../enums.ts";
import { maxAmount } from "../limits.ts";
import { amount, json, moment, oneOf } from "./columns.ts";

/** What a shopper chooses between, in the order it is asked: `{ name: "Size", values: ["S", "M"] }`. */
export interface ProductOption {
  name: string;
  values: string[];
}

export const products = sqliteTable(
  "products",
  {
    id: text().primaryKey(),
    slug: text().notNull().unique(),
    title: text().notNull(),
    /** HTML as the merchant wrote it. */
    description: text().notNull().default(""),
    /** The description's words alone, for search. */
    descriptionText: text("description_text").notNull().default(""),
    vendor: text(),
    type: text(),
    options: json<ProductOption[]>("options").notNull(),
    status: text({ enum: productStatuses }).notNull(),
    publishedAt: moment("published_at"),
    version: integer().notNull().default(1),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("products_status_known", oneOf(table.status, productStatuses)),
    check(
      "products_published_have_a_date",
      sql`${table.status} <> 'published' or ${table.publishedAt} is not null`,
    ),
    // The two orders of the public listing, over what it can show and nothing else.
    index("products_newest").on(table.publishedAt, table.id).where(sql`status = 'published'`),
    index("products_by_title").on(table.title, table.id).where(sql`status = 'published'`),
  ],
);

export const productTags = sqliteTable(
  "product_tags",
  {
    productId: text("product_id")
      .notNull()
      .references(() => products.id, { onDelete: "cascade" }),
    tag: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.tag] }),
    index("product_tags_by_tag").on(table.tag, table.productId),
  ],
);

export const productImages = sqliteTable(
  "product_images",
  {
    id: text().primaryKey(),
    productId: text("product_id")
      .notNull()
      .references(() => products.id, { onDelete: "cascade" }),
    url: text().notNull(),
    alt: text().notNull().default(""),
    position: integer().notNull(),
  },
  (table) => [
    unique("product_images_once").on(table.productId, table.url),
    index("product_images_in_order").on(table.productId, table.position, table.url, table.alt),
  ],
);

export const variants = sqliteTable(
  "variants",
  {
    id: text().primaryKey(),
    productId: text("product_id")
      .notNull()
      .references(() => products.id, { onDelete: "cascade" }),
    sku: text(),
    barcode: text(),
    title: text().notNull(),
    /** One value for each of the product's options, in their order. */
    optionValues: json<string[]>("option_values").notNull(),
    imageId: text("image_id").references(() => productImages.id, { onDelete: "set null" }),
    weightGrams: integer("weight_grams").notNull().default(0),
    requiresShipping: integer("requires_shipping", { mode: "boolean" }).notNull().default(true),
    position: integer().notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("variants_sku").on(table.sku).where(sql`sku is not null`),
    unique("variants_option_values").on(table.productId, table.optionValues),
    // Covers what a list asks of a product's variants: their ids.
    index("variants_in_order").on(table.productId, table.position, table.id),
    index("variants_by_image").on(table.imageId).where(sql`image_id is not null`),
    check("variants_weight_not_negative", sql`${table.weightGrams} >= 0`),
  ],
);

export const prices = sqliteTable(
  "prices",
  {
    variantId: text("variant_id")
      .notNull()
      .references(() => variants.id, { onDelete: "cascade" }),
    currency: text().notNull(),
    amount: amount("amount").notNull(),
    compareAtAmount: amount("compare_at_amount"),
  },
  (table) => [
    primaryKey({ columns: [table.variantId, table.currency] }),
    check("prices_amount_in_range", sql`${table.amount} between 0 and ${sql.raw(String(maxAmount))}`),
    check(
      "prices_compare_at_above_amount",
      sql`${table.compareAtAmount} is null or ${table.compareAtAmount} > ${table.amount}`,
    ),
  ],
);

export const categories = sqliteTable(
  "categories",
  {
    id: text().primaryKey(),
    parentId: text("parent_id").references((): AnySQLiteColumn => categories.id, {
      onDelete: "restrict",
    }),
    slug: text().notNull().unique(),
    name: text().notNull(),
    position: integer().notNull().default(0),
  },
  (table) => [
    index("categories_by_parent").on(table.parentId, table.position),
    check("categories_not_own_parent", sql`${table.parentId} is null or ${table.parentId} <> ${table.id}`),
  ],
);

export const productCategories = sqliteTable(
  "product_categories",
  {
    categoryId: text("category_id")
      .notNull()
      .references(() => categories.id, { onDelete: "cascade" }),
    productId: text("product_id")
      .notNull()
      .references(() => products.id, { onDelete: "cascade" }),
  },
  (table) => [
    primaryKey({ columns: [table.categoryId, table.productId] }),
    index("product_categories_by_product").on(table.productId),
  ],
);

/**
 * The text that search indexes, one row a product, kept in step by triggers (migration `search`).
 * The FTS5 table `search_index` reads its content from here by rowid.
 */
export const searchDocuments = sqliteTable("search_documents", {
  rowid: integer().primaryKey(),
  productId: text("product_id")
    .notNull()
    .unique()
    .references(() => products.id, { onDelete: "cascade" }),
  title: text().notNull(),
  tags: text().notNull().default(""),
  skus: text().notNull().default(""),
  body: text().notNull().default(""),
});
