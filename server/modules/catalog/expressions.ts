import { sql } from "drizzle-orm";

const { placeholder } = sql;

/** The code of the market asked for by `market`, else of the store's default one. */
export const marketCode = sql`coalesce(${placeholder("market")}, (select code from markets where is_default = 1))`;

/** The currency of that market; null for one that does not exist. */
export const marketCurrency = sql`(select currency from markets where code = ${marketCode})`;

/** Whether the product `p` can be seen by shoppers. */
export const isPublished = sql`p.status = 'published' and p.published_at <= ${placeholder("now")}`;

/** What the published product `p` costs in the market's currency, as `l`: by its number, a short row found in one step. */
export const listingJoin = sql`cross join listing_products l on l.product = p.number and l.currency = ${marketCurrency}`;
