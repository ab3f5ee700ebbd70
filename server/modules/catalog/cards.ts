import { type SQL, sql } from "drizzle-orm";
import type { Connection } from "../../../db/transaction.ts";
import { localSlug, localTitle } from "./locales.ts";
import type { ProductImage, ProductSummary } from "./schema.ts";

const { placeholder } = sql;

const id = sql`p.id`;

/** Nothing but a product that is translated has other texts to look up. */
export const whereTranslated = (own: SQL, local: SQL<string>): SQL<string> =>
  sql<string>`iif(p.is_translated, ${local}, ${own})`;

/** The card `p` of the product of that number, if shoppers can see it: none but published products have one. */
export const cardJoin = (number: SQL): SQL =>
  sql`cross join listing_cards p on p.number = ${number} and p.published_at <= ${placeholder("now")}`;

/**
 * What the cards `p` of a page show, in the order that they are read: `shown` has their `number` and `sort_key`,
 * `listed` what they cost in the market. Both are names in `from`.
 */
export function cards(db: Connection, from: SQL, shown: SQL, listed: SQL) {
  return db
    .select({
      id: sql<string>`p.id`,
      slug: whereTranslated(sql`p.slug`, localSlug(id, sql`p.slug`)),
      title: whereTranslated(sql`p.title`, localTitle(id, sql`p.title`)),
      amount: sql<number>`${listed}.amount`,
      currency: sql<string>`${listed}.currency`,
      available: sql<number>`${listed}.available`,
      image: sql<string | null>`p.image`,
      sortKey: sql<string | number>`${shown}.sort_key`,
      number: sql<number>`${shown}.number`,
    })
    .from(from);
}

export interface CardRow {
  id: string;
  slug: string;
  title: string;
  amount: number;
  currency: string;
  available: number;
  /** As JSON text. */
  image: string | null;
}

export function presentCard(row: CardRow): ProductSummary {
  const { id, slug, title, amount, currency, available } = row;
  return {
    id,
    slug,
    title,
    price: { amount, currency },
    image: row.image === null ? null : readImage(row.image),
    available: available === 1,
  };
}

function readImage(image: string): ProductImage {
  return JSON.parse(image);
}
