import { sql } from "drizzle-orm";
import {
  type AnySQLiteColumn,
  check,
  foreignKey,
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
    /** Given by the database. Lists keep it in place of the id, which is ten times as long, and it breaks their ties. */
    number: integer().primaryKey(),
    id: text().notNull().unique(),
    slug: text().notNull().unique(),
    title: text().notNull(),
    /** What it is sorted by. */
    titleKey: text("title_key").notNull().default(""),
    /** HTML as the merchant wrote it. */
    description: text().notNull().default(""),
    /** The description's words alone, for search. */
    descriptionText: text("description_text").notNull().default(""),
    vendor: text(),
    type: text(),
    /** What search engines show instead of the title and the description. */
    seoTitle: text("seo_title"),
    seoDescription: text("seo_description"),
    /** Whose rates it is taxed by: `standard`, or what `tax_rates` know. */
    taxClass: text("tax_class").notNull().default("standard"),
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
    index("products_by_update").on(table.updatedAt, table.id),
    index("products_in_title_order").on(table.titleKey, table.id),
  ],
);

/**
 * Every slug that leads to a product: the one it has, those it had, and those of its translations. Triggers keep the
 * product's own in step (migration `catalogue`); a slug that was given up passes to whoever takes it.
 */
export const productSlugs = sqliteTable(
  "product_slugs",
  {
    slug: text().primaryKey(),
    productId: text("product_id")
      .notNull()
      .references(() => products.id, { onDelete: "cascade" }),
    /** Of a translation; empty for the product's own. */
    locale: text().notNull().default(""),
    /** Whether it is the one in use; the others only redirect. */
    isCurrent: integer("is_current", { mode: "boolean" }).notNull(),
  },
  (table) => [
    uniqueIndex("product_slugs_one_current").on(table.productId, table.locale).where(sql`is_current = 1`),
    // Few products have any: that one has none is found in a few pages, not among the slugs of all.
    index("product_slugs_translated")
      .on(table.productId, table.locale)
      .where(sql`is_current = 1 and locale > ''`),
  ],
);

/**
 * What a list shows of a product in each currency that it is sold in: the price of its cheapest variant and whether any
 * can be bought. Kept in step by triggers; dated prices by a job, when they begin and end.
 */
export const productListings = sqliteTable(
  "product_listings",
  {
    productId: text("product_id")
      .notNull()
      .references(() => products.id, { onDelete: "cascade" }),
    currency: text().notNull(),
    amount: amount("amount").notNull(),
    available: integer({ mode: "boolean" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.productId, table.currency] })],
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
    /** In pixels, where it is known. */
    width: integer(),
    height: integer(),
    /** The same picture in other widths, the narrowest first. */
    sizes: json<{ url: string; width: number }[]>("sizes"),
    /** The upload that it shows; null for a picture that is elsewhere. */
    picture: text(),
  },
  (table) => [
    unique("product_images_once").on(table.productId, table.url),
    index("product_images_by_picture").on(table.picture).where(sql`picture is not null`),
    // With all that cards and pages show of a picture, so that its row is not read.
    index("product_images_in_order").on(
      table.productId,
      table.position,
      table.url,
      table.alt,
      table.id,
      table.width,
      table.height,
      table.sizes,
    ),
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
    /** Of the parcel, in millimetres. */
    lengthMm: integer("length_mm"),
    widthMm: integer("width_mm"),
    heightMm: integer("height_mm"),
    requiresShipping: integer("requires_shipping", { mode: "boolean" }).notNull().default(true),
    /** How many units one order may have; null is any number. */
    maxPerOrder: integer("max_per_order"),
    position: integer().notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("variants_sku").on(table.sku).where(sql`sku is not null`),
    uniqueIndex("variants_barcode").on(table.barcode).where(sql`barcode is not null`),
    unique("variants_option_values").on(table.productId, table.optionValues),
    // Covers what a list asks of a product's variants: their ids.
    index("variants_in_order").on(table.productId, table.position, table.id),
    index("variants_by_image").on(table.imageId).where(sql`image_id is not null`),
    check("variants_max_per_order_positive", sql`${table.maxPerOrder} is null or ${table.maxPerOrder} > 0`),
    check("variants_weight_not_negative", sql`${table.weightGrams} >= 0`),
    check(
      "variants_dimensions_positive",
      sql`min(coalesce(${table.lengthMm}, 1), coalesce(${table.widthMm}, 1), coalesce(${table.heightMm}, 1)) > 0`,
    ),
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

/**
 * A price beside a variant's own: from a quantity on, between two moments, or both. The lowest that holds counts.
 */
export const priceOffers = sqliteTable(
  "price_offers",
  {
    id: text().primaryKey(),
    variantId: text("variant_id").notNull(),
    currency: text().notNull(),
    amount: amount("amount").notNull(),
    minQuantity: integer("min_quantity").notNull().default(1),
    /** Null is always, so far. */
    startsAt: moment("starts_at"),
    /** The first moment it no longer holds; null is for ever. */
    endsAt: moment("ends_at"),
  },
  (table) => [
    // An offer stands beside a price of that currency, and goes with it.
    foreignKey({
      columns: [table.variantId, table.currency],
      foreignColumns: [prices.variantId, prices.currency],
    }).onDelete("cascade"),
    index("price_offers_of_price").on(table.variantId, table.currency),
    index("price_offers_starting").on(table.startsAt).where(sql`starts_at is not null`),
    index("price_offers_ending").on(table.endsAt).where(sql`ends_at is not null`),
    check("price_offers_amount_in_range", sql`${table.amount} between 0 and ${sql.raw(String(maxAmount))}`),
    check("price_offers_quantity_positive", sql`${table.minQuantity} > 0`),
    check(
      "price_offers_end_after_start",
      sql`${table.startsAt} is null or ${table.endsAt} is null or ${table.endsAt} > ${table.startsAt}`,
    ),
  ],
);

/** The tree of categories; a trigger (migration `catalogue`) refuses a move that would make a circle. */
export const categories = sqliteTable(
  "categories",
  {
    id: text().primaryKey(),
    parentId: text("parent_id").references((): AnySQLiteColumn => categories.id, {
      onDelete: "restrict",
    }),
    slug: text().notNull().unique(),
    name: text().notNull(),
    /** HTML as the merchant wrote it. */
    description: text().notNull().default(""),
    seoTitle: text("seo_title"),
    seoDescription: text("seo_description"),
    position: integer().notNull().default(0),
    version: integer().notNull().default(1),
  },
  (table) => [
    index("categories_by_parent").on(table.parentId, table.position),
    check("categories_not_own_parent", sql`${table.parentId} is null or ${table.parentId} <> ${table.id}`),
  ],
);

/** Every slug that leads to a category, as `product_slugs` has those of products. */
export const categorySlugs = sqliteTable(
  "category_slugs",
  {
    slug: text().primaryKey(),
    categoryId: text("category_id")
      .notNull()
      .references(() => categories.id, { onDelete: "cascade" }),
    /** Of a translation; empty for the category's own. */
    locale: text().notNull().default(""),
    /** Whether it is the one in use; the others only redirect. */
    isCurrent: integer("is_current", { mode: "boolean" }).notNull(),
  },
  (table) => [
    uniqueIndex("category_slugs_one_current").on(table.categoryId, table.locale).where(sql`is_current = 1`),
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
    index("product_categories_by_product").on(table.productId, table.categoryId),
  ],
);

/**
 * What has changed of what shoppers are shown, appended by triggers (migration `catalogue`), so that whoever keeps
 * answers knows which to forget. Only the newest rows stay.
 */
export const catalogueChanges = sqliteTable("catalogue_changes", {
  id: integer().primaryKey({ autoIncrement: true }),
  /** Null: something that any product may show, such as a category. */
  productId: text("product_id"),
});

/**
 * The text that search indexes, one row a product, kept equal to the view `search_sources` by triggers (migration
 * `search`) that follow a product's `updated_at`. The FTS5 tables read their content from here by rowid.
 */
export const searchDocuments = sqliteTable("search_documents", {
  rowid: integer().primaryKey(),
  productId: text("product_id")
    .notNull()
    .unique()
    .references(() => products.id, { onDelete: "cascade" }),
  /** With those of its translations. */
  title: text().notNull(),
  /** With the vendor and the type. */
  tags: text().notNull().default(""),
  /** With the barcodes. */
  skus: text().notNull().default(""),
  /** The description's words, with those of its translations. */
  body: text().notNull().default(""),
});
