import { type SQL, sql } from "drizzle-orm";
import type { Filter } from "../listing/filters.ts";
import { passing } from "../listing/passing.ts";
import { sorts } from "../listing/sorts.ts";
import type { ProductSort } from "../schema.ts";
import { otherCandidates, rankByTitle, titleCandidates, titleTables } from "./candidates.ts";
import { filteredHits } from "./filtered-hits.ts";
import { codeParts, publicParts } from "./query-parts.ts";

const { placeholder } = sql;

/** Three pages are ranked to fill one, and for those that were shown as many more. */
const ranked = sql`(3 * ${placeholder("limit")} + json_array_length(${placeholder("shown")}))`;

/** What fills the page. */
const shown = sql`(${placeholder("limit")} + json_array_length(${placeholder("shown")}))`;

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
 * all words, whole, or begun, the shorter the better; any field has them, by bm25. A code with a digit is found alone,
 * unless another product has it as a word.
 *
 * The work is bounded: the first that pass count, three times as many as a page shows, and with each page as many more; for
 * other sorts the first two thousand. Before those whose title has the words come no others, and of each kind the newest
 * come first; ten thousand of a kind are asked, and with common words whatever else the first few hundred products of
 * the rarest filter have. The ranks of titles depend on no other product; those by bm25 shift a little when many products
 * change between two pages.
 */
export function hits(wanted: Wanted): SQL {
  return wanted.sort === "relevance" ? byRelevance(wanted) : inAnyOrder(wanted.sort, wanted);
}

function byRelevance(wanted: Wanted): SQL {
  return sql`
    with ${tablesOf(wanted, ranked, shown)}
    select number, min(rank) as sort_key from found group by number
    order by sort_key, number limit -1`;
}

function inAnyOrder(sort: Exclude<ProductSort, "relevance">, wanted: Wanted): SQL {
  const { direction } = sorts[sort];
  const key = sort === "newest" ? sql`l.published_at` : sorts[sort].key;
  const { joins } = passing([], { ...everything, wanted: sort === "title" ? "cards" : undefined });
  return sql`
    with ${tablesOf(wanted, sorted, sorted)}
    select s.number, ${key} as sort_key from (select distinct number from found) s ${joins}
    order by sort_key ${direction}, s.number ${direction} limit -1`;
}

const everything = { source: "search", without: null } as const;

/** Tables that end with what is `found`, as `number` with its `rank`: `most`, and no others where `enough` titles have the words. */
function tablesOf({ filters, without, numbers }: Wanted, most: SQL, enough: SQL): SQL {
  const { tables, joins } = passing(filters, { source: "search", without });
  const left = sql`iif((select count(*) >= ${enough} from titled), 0, ${most} - (select count(*) from titled))`;
  const isFull = sql`(select count(*) >= ${left} from others)`;
  return sql`
    ${tables} ${publicParts}, ${codeParts(joins)}, ${titleTables},
    titled(number, rank) as materialized (
      select s.number, ${rankByTitle} from (${titleCandidates}) s ${joins} limit ${most}
    ),
    others(number, rank) as materialized (select s.number, s.rank from (${otherCandidates}) s ${joins} limit ${left}),
    found(number, rank) as (
      select rowid, -3e6 from codes
      union all
      select number, rank from titled
      union all
      select number, rank from others
      ${numbers ? sql`union all select * from (${filteredHits(numbers, joins, isFull)})` : sql``}
    )`;
}
