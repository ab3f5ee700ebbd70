import { primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { categories, products } from "./catalog.ts";

/**
 * A product in another language (BCP 47: `de`, `de-AT`). What is null stands in a less exact language: `de-AT`, then
 * `de`, then the product itself. Its slug is in `product_slugs`.
 */
export const productTranslations = sqliteTable(
  "product_translations",
  {
    productId: text("product_id")
      .notNull()
      .references(() => products.id, { onDelete: "cascade" }),
    locale: text().notNull(),
    title: text(),
    description: text(),
    /** The description's words alone, for search. */
    descriptionText: text("description_text"),
    seoTitle: text("seo_title"),
    seoDescription: text("seo_description"),
  },
  (table) => [primaryKey({ columns: [table.productId, table.locale] })],
);

/** A category in another language, likewise; its slug is in `category_slugs`. */
export const categoryTranslations = sqliteTable(
  "category_translations",
  {
    categoryId: text("category_id")
      .notNull()
      .references(() => categories.id, { onDelete: "cascade" }),
    locale: text().notNull(),
    name: text(),
    description: text(),
    seoTitle: text("seo_title"),
    seoDescription: text("seo_description"),
  },
  (table) => [primaryKey({ columns: [table.categoryId, table.locale] })],
);
