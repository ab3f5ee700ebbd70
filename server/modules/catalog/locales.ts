import { type SQL, sql } from "drizzle-orm";
import { marketCode } from "./expressions.ts";

const { placeholder } = sql;

// What is translated stands in rows by locale: for `de-AT` that of `de-AT` comes before that of `de`, and both before the
// record itself. Those that serve one language all begin it, so that the most exact of them is the last by its text, which
// is the order of the indexes.

/** The language asked for by `locale`, else the market's. */
export const wantedLocale = sql`coalesce(${placeholder("locale")}, (select locale from markets where code = ${marketCode}))`;

/** Whether texts in a locale serve somebody who wants that language. */
export const serves = (locale: SQL): SQL => sql`instr(${wantedLocale} || '-', ${locale} || '-') = 1`;

/** A product's title in the language wanted, of its id and its own title as written-out SQL. */
export const localTitle = (id: SQL, own: SQL): SQL<string> => sql<string>`coalesce((
  select t.title from product_translations t
  where t.product_id = ${id} and t.title is not null and ${serves(sql`t.locale`)}
  order by t.locale desc limit 1
), ${own})`;

/** The slug in use for the language wanted, likewise. */
export const localSlug = (id: SQL, own: SQL): SQL<string> => sql<string>`coalesce((
  select u.slug from product_slugs u indexed by product_slugs_translated
  where u.product_id = ${id} and u.is_current = 1 and u.locale > '' and ${serves(sql`u.locale`)}
  order by u.locale desc limit 1
), ${own})`;

/** The slug in use of the category `c`, likewise. */
export const localCategorySlug: SQL<string> = sql<string>`coalesce((
  select u.slug from category_slugs u indexed by category_slugs_one_current
  where u.category_id = c.id and u.is_current = 1 and u.locale > '' and ${serves(sql`u.locale`)}
  order by u.locale desc limit 1
), c.slug)`;

/** A text that every category has, of the category `c`, likewise. */
export const localCategoryText = (column: "name" | "description"): SQL<string> =>
  sql<string>`${localCategoryColumn(column)}`;

/** A text that a category may have, likewise. */
export const localCategorySeo = (column: "seo_title" | "seo_description"): SQL<string | null> =>
  sql<string | null>`${localCategoryColumn(column)}`;

const localCategoryColumn = (column: string): SQL => sql`coalesce((
  select t.${sql.raw(column)} from category_translations t
  where t.category_id = c.id and t.${sql.raw(column)} is not null and ${serves(sql`t.locale`)}
  order by t.locale desc limit 1
), c.${sql.raw(column)})`;
