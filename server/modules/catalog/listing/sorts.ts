import { type SQL, sql } from "drizzle-orm";
import { marketCurrency } from "../expressions.ts";
import type { ProductSort } from "../schema.ts";
import { type Filter, listed, valuesOf } from "./filters.ts";

const { placeholder } = sql;

interface Sort {
  direction: SQL;
  /** Of the cards `p`, the rows `l` of their prices and the hits `s` of a search. */
  key: SQL;
}

const ascending = sql`asc`;
const descending = sql`desc`;

/** What each sort orders by; the product's number breaks ties. */
export const sorts: Record<ProductSort, Sort> = {
  relevance: { direction: ascending, key: sql`s.sort_key` },
  newest: { direction: descending, key: sql`p.published_at` },
  title: { direction: ascending, key: sql`p.title_key` },
  price: { direction: ascending, key: sql`l.amount` },
  "price-desc": { direction: descending, key: sql`l.amount` },
};

/** What comes after the cursor's position; by relevance, what was not shown yet. */
export function isAfter(sort: ProductSort, key: SQL, number: SQL): SQL {
  if (sort === "relevance")
    return sql`${number} not in (select value from json_each(${placeholder("shown")}))`;
  const beyond = sorts[sort].direction === descending ? sql`<` : sql`>`;
  return sql`(${key}, ${number}) ${beyond} (${placeholder("afterKey")}, ${placeholder("afterNumber")})`;
}

/** The sorts that terms have an index for. */
export type IndexedSort = Exclude<ProductSort, "relevance">;

interface Walk {
  after: boolean;
  filters: readonly Filter[];
  /** The place of the filter whose terms' products are walked along; without it, all. */
  place: number | undefined;
}

/** So many steps in the order of a sort: `number` and `sort_key`, `limit` of them from `offset` on. */
export function walk(sort: IndexedSort, { after, filters, place }: Walk, window: SQL): SQL {
  const price = filters.findIndex(({ kind }) => kind === "price");
  const range = price < 0 ? undefined : price;
  if (place === undefined) return steps(sort, sql`0`, after, range, window);
  if (filters[place]?.kind === "term") return steps(sort, valuesOf(place)(0), after, range, window);
  // Of each term as many as are wanted of all: the first of all are among them.
  const { direction } = sorts[sort];
  const each = steps(sort, sql`t.value`, after, range, sql`limit ${placeholder("steps")}`);
  return sql`
    select distinct r.value ->> 0 as number, r.value ->> 1 as sort_key
    from ${listed(valuesOf(place))} t cross join json_each((
      select json_group_array(json_array(number, sort_key)) from (${each})
    )) r
    order by sort_key ${direction}, number ${direction} ${window}`;
}

/** A plus before a column keeps the planner from beginning there: with a cursor it begins at that. */
function steps(sort: IndexedSort, term: SQL, after: boolean, price: number | undefined, window: SQL): SQL {
  const { direction } = sorts[sort];
  const key = sort === "newest" ? sql`published_at` : sort === "title" ? sql`title_key` : sql`amount`;
  const order = sql`order by ${key} ${direction}, product ${direction} ${window}`;
  const beyond = after ? sql`and ${isAfter(sort, key, sql`product`)}` : sql``;
  if (sort === "price" || sort === "price-desc") {
    return sql`
      select product as number, amount as sort_key from listing_prices
      where term = ${term} and currency = ${marketCurrency} ${priceBounds(sort, price, after)} ${beyond} ${order}`;
  }
  const index = sql.raw(sort === "newest" ? "listing_entries_newest" : "listing_entries_by_title");
  // By title the date is looked up for what passes the filters alone: that index does not have it.
  const published =
    sort === "title"
      ? sql``
      : sql`and ${after ? sql`+published_at` : sql`published_at`} <= ${placeholder("now")}`;
  return sql`
    select product as number, ${key} as sort_key from listing_entries indexed by ${index}
    where term = ${term} ${published} ${beyond} ${order}`;
}

/** The bound that lies behind a cursor must not be where the walk begins. */
function priceBounds(sort: "price" | "price-desc", price: number | undefined, after: boolean): SQL {
  if (price === undefined) return sql``;
  const [from, to] = [valuesOf(price)(0), valuesOf(price)(1)];
  const low = after && sort === "price" ? sql`+amount` : sql`amount`;
  const high = after && sort === "price-desc" ? sql`+amount` : sql`amount`;
  return sql`and ${low} >= coalesce(${from}, -9e999) and ${high} <= coalesce(${to}, 9e999)`;
}
