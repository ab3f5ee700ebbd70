import { type SQL, sql } from "drizzle-orm";
import type { Filter } from "../listing/filters.ts";
import { type Passing, passing } from "../listing/passing.ts";
import { sorts } from "../listing/sorts.ts";
import type { ProductSort } from "../schema.ts";
import { filteredHits, filteredRanks } from "./filtered-hits.ts";
import { codeParts, isPublic, publicParts } from "./query-parts.ts";
import { asked, limitUnlessFull, titleHits, titleRanks } from "./title-hits.ts";

const { placeholder } = sql;

/** Four pages are ranked to fill one, and for those that were shown as many more. */
const ranked = sql`(4 * ${placeholder("limit")} + json_array_length(${placeholder("shown")}))`;

/** As many are sorted by something else while a shopper waits. */
const sorted = sql.raw("2000");

interface Wanted {
  sort: ProductSort;
  filters: readonly Filter[];
  /** The facet whose filters do not count. */
  without: string | null;
  /** The products, as `number`, that meet the filter which the fewest do; undefined where no index knows. */
  numbers: SQL | undefined;
}

/**
 * What a `SearchQuery` finds that can be seen in the market and meets the filters, in order: products' `number`s with
 * their `sort_key`. For the sort by relevance, the lowest the best: its SKU or barcode is what was typed; its title has
 * all words, whole, or begun; any field has them, by bm25 (title 10, tags and SKUs 5, text 1). A code with a digit is
 * found alone, unless another product has it as a word.
 *
 * The work is bounded: of each kind the newest count, four times as many as a page shows, and with each page as many more;
 * for other sorts the newest 2,000. Ten thousand documents are asked for them, and with common words whatever else the first few hundred
 * products of the rarest filter have. What has common words beyond its title comes unweighed, in the order of numbers.
 * The ranks of titles depend on no other product; those by bm25 shift a little when many products change between two
 * pages.
 */
export function hits(wanted: Wanted): SQL {
  return wanted.sort === "relevance" ? byRelevance(wanted) : inAnyOrder(wanted.sort, wanted);
}

/** How many documents have the words, as far as they are asked. */
export const documents = sql`(
  with ${publicParts} select count(*) from (
    select rowid from search_index where search_index match (select anywhere from parts) and ${isPublic}
    order by rowid desc limit ${asked}
  )
)`;

function byRelevance(wanted: Wanted): SQL {
  const rank = sql`iif((select weighable from parts), bm25(search_index, 10, 5, 5, 1, 0), 0)`;
  return sql`
    with ${tablesOf(wanted, ranked, rank)}, ranks(number, rank) as (
      select rowid, -3e6 from codes
      union all
      ${titleRanks}
      ${wanted.numbers ? sql`union all ${filteredRanks}` : sql``}
      union all
      select rowid, rank from elsewhere
    )
    select number, min(rank) as sort_key from ranks group by number order by sort_key, number limit -1`;
}

function inAnyOrder(sort: Exclude<ProductSort, "relevance">, wanted: Wanted): SQL {
  const { direction } = sorts[sort];
  const key = sort === "newest" ? sql`l.published_at` : sorts[sort].key;
  const { joins } = passing([], { ...everything, wanted: sort === "title" ? "products" : undefined });
  return sql`
    with ${tablesOf(wanted, sorted, sql`0`)}, numbers(number) as (
      select rowid from codes
      union select rowid from whole
      union select rowid from begun
      ${wanted.numbers ? sql`union select rowid from have` : sql``}
      union select rowid from elsewhere
    )
    select s.number, ${key} as sort_key from numbers s ${joins}
    order by sort_key ${direction}, s.number ${direction} limit -1`;
}

const everything = { source: "search", without: null } as const;

/** What is found of each kind, each no sooner than it is needed. */
function tablesOf({ filters, without, numbers }: Wanted, most: SQL, rank: SQL): SQL {
  const { tables, joins }: Passing = passing(filters, { source: "search", without });
  const titles = sql`(select rowid from whole union select rowid from begun)`;
  const isFull = sql`(select count(*) >= ${most} from (select rowid from whole union select rowid from elsewhere))`;
  return sql`
    ${tables} ${publicParts}, ${codeParts(joins)}, ${titleHits(most, joins)},
    elsewhere(rowid, rank) as materialized (
      select s.number, s.rank from (
        select rowid as number, ${rank} as rank
        from search_index where search_index match (select anywhere from parts) and ${isPublic}
        order by rowid desc limit ${asked}
      ) s ${joins} limit ${limitUnlessFull(titles, most)}
    )
    ${numbers ? sql`, ${filteredHits(numbers, joins, isFull)}` : sql``}`;
}
