import { type SQL, sql } from "drizzle-orm";
import { marketCurrency } from "../expressions.ts";
import { type Filter, valuesOf } from "./filters.ts";
import type { Source } from "./plan.ts";

const { placeholder } = sql;

/** As far as the products of a term are counted along an index, where a market does not sell all. */
const most = sql.raw("200000");

const sold = sql`coalesce((select products from listing_currencies where currency = ${marketCurrency}), 0)`;

/** Whether the market sells every product that is published: what is kept of the terms holds for it then. */
const isAllSold = sql`${sold} = (select products from listing_terms where id = 0)`;

const isNothingScheduled = sql`not exists (
  select 1 from listing_entries indexed by listing_entries_newest
  where term = 0 and published_at > ${placeholder("now")}
)`;

/** Whether the counts of terms are what is seen in the market. */
export const isAllSeen = sql`(${isAllSold} and ${isNothingScheduled})`;

/** A row of how many products of a term are seen in the market, and whether there are more: but for what is published later. */
function seenOf(term: SQL, all: SQL, counted: SQL): SQL {
  return sql`
    select coalesce(counted, ${all}) - (
      select count(*) from listing_entries e indexed by listing_entries_newest
        cross join listing_products l on l.product = e.product and l.currency = ${marketCurrency}
      where e.term = ${term} and e.published_at > ${placeholder("now")}
    ) as total, coalesce(counted >= ${most}, 0) as is_part
    from (select iif(${isAllSold}, null, ${counted}) as counted)`;
}

/** The total, where it is known without looking at products: of all or of those of one term. */
export function knownTotal(filters: readonly Filter[], source: Source): SQL | undefined {
  const [filter, ...others] = filters;
  if (source === "search" || others.length > 0) return undefined;
  if (!filter) return seenOf(sql`0`, sold, sold);
  if (filter.kind !== "term") return undefined;
  const term = valuesOf(0)(0);
  return seenOf(
    term,
    sql`coalesce((select products from listing_terms where id = ${term}), 0)`,
    sql`(select count(*) from (
      select 1 from listing_prices where term = ${term} and currency = ${marketCurrency} limit ${most}
    ))`,
  );
}
