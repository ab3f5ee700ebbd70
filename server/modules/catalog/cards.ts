import { type SQL, sql } from "drizzle-orm";
import type { Connection } from "../../../db/transaction.ts";
import { localSlug, localTitle } from "./locales.ts";
import type { ProductImage, ProductSummary } from "./schema.ts";

const id = sql`page.id`;

/** An image as JSON text, of a row `i`. */
export const imageJson = sql<string>`json_object(
  'url', i.url, 'alt', i.alt, 'width', i.width, 'height', i.height, 'sizes', json(coalesce(i.sizes, '[]'))
)`;

/**
 * What a card shows of each product on a page, in no particular order: the page has `id`, `number`, `sort_key`, `amount`
 * and `available`, and as many rows as are shown.
 */
export function cards(db: Connection, page: SQL) {
  return db
    .select({
      id: sql<string>`page.id`,
      slug: localSlug(id, sql`products.slug`),
      title: localTitle(id, sql`products.title`),
      amount: sql<number>`page.amount`,
      available: sql<number>`page.available`,
      image: sql<string | null>`(
        select ${imageJson} from product_images i where i.product_id = page.id order by i.position limit 1
      )`,
      sortKey: sql<string | number>`page.sort_key`,
      number: sql<number>`page.number`,
    })
    .from(sql`(${page}) as page cross join products on products.number = page.number`);
}

export interface CardRow {
  id: string;
  slug: string;
  title: string;
  amount: number;
  available: number;
  image: string | null;
}

export function presentCard(row: CardRow, currency: string): ProductSummary {
  const { id, slug, title, amount, available } = row;
  return {
    id,
    slug,
    title,
    price: { amount, currency },
    image: row.image === null ? null : readImage(row.image),
    available: available === 1,
  };
}

/** Reads what `imageJson` wrote. */
export function readImage(image: string): ProductImage {
  return JSON.parse(image);
}
