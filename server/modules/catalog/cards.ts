import { type SQL, sql } from "drizzle-orm";
import type { Connection } from "../../../db/transaction.ts";
import { marketCurrency } from "./expressions.ts";
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

/** What the card `p` says of the market's currency, `[amount, available]`: null where it is not sold there. */
export const cardPrice = sql`(p.prices -> ${marketCurrency})`;

/** What the cards `p` of a page show, in the order that they are read: `from` has their `number` and `sort_key` as `s`. */
export function cards(db: Connection, from: SQL) {
  return db
    .select({
      id: sql<string>`p.id`,
      slug: whereTranslated(sql`p.slug`, localSlug(id, sql`p.slug`)),
      title: whereTranslated(sql`p.title`, localTitle(id, sql`p.title`)),
      price: sql<string>`${cardPrice}`,
      currency: sql<string>`${marketCurrency}`,
      image: sql<string | null>`p.image`,
      sortKey: sql<string | number>`s.sort_key`,
      number: sql<number>`s.number`,
    })
    .from(sql`${from} ${cardJoin(sql`s.number`)}`);
}

export interface CardRow {
  id: string;
  slug: string;
  title: string;
  /** As JSON text: the amount, and whether it can be bought, 0 or 1. */
  price: string;
  currency: string;
  /** As JSON text. */
  image: string | null;
}

export function presentCard(row: CardRow): ProductSummary {
  const { id, slug, title, currency, image } = row;
  const [amount, available] = readPrice(row.price);
  return {
    id,
    slug,
    title,
    price: { amount, currency },
    image: image === null ? null : readImage(image),
    available: available === 1,
  };
}

function readPrice(price: string): [amount: number, available: number] {
  return JSON.parse(price);
}

function readImage(image: string): ProductImage {
  return JSON.parse(image);
}
