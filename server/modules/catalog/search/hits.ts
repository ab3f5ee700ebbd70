import { type SQL, sql } from "drizzle-orm";
import type { ProductSort } from "../schema.ts";
import { filteredHits, filteredRanks, isAllAsked } from "./filtered-hits.ts";
import { isCode, isPublic, publicParts } from "./query-parts.ts";
import { limitUnlessFull, titleHits, titleRanks } from "./title-hits.ts";

/** As many as anybody pages through, few enough to be ranked while a shopper waits. */
const ranked = sql.raw("1000");

/** As many as are sorted by something else, or filtered, before they are a page. */
const unranked = sql.raw("5000");

/** The same, where products of the filter are asked besides, which is done for common words. */
const unrankedBeside = sql`(select iif(complete, 1000, 5000) from parts)`;

interface Filtered {
  /** The products, as `number`, that meet the filter which the fewest do; undefined where no index knows. */
  numbers: SQL | undefined;
}

/**
 * What a `SearchQuery` finds: a table of `rowid`s, which are products' numbers, with their `rank` for the sort by
 * relevance, the best the lowest: its SKU or barcode is what was typed; its title has all words, whole, or begun; any
 * field has them, by bm25 (title 10, tags and SKUs 5, text 1). A code with a digit is found
 * alone, unless another product has it as a word.
 *
 * The work is bounded: of each kind the newest thousand count, and what stands in the title of so many is not looked for
 * elsewhere; for other sorts, and with filters, the newest five thousand, or one thousand and whatever has the words of
 * the first few hundred products of the rarest filter. What has common words beyond its title comes unweighed, in the
 * order of numbers. Paging by relevance goes on to the last of those that count. The ranks of titles depend on no other
 * product; those by bm25 shift a little when many products change between two pages.
 */
export function hits(sort: ProductSort, filtered?: Filtered): SQL {
  return sort === "relevance" ? byRelevance(filtered) : inAnyOrder(filtered);
}

const inTitles = sql`(select rowid from whole union select rowid from begun)`;

const anywhere = sql`search_index match (select anywhere from parts) and ${isPublic}`;

function byRelevance(filtered: Filtered | undefined): SQL {
  const { tables, isDriven, left } = tablesOf(filtered, filtered ? unranked : ranked);
  return sql`(
    with ${tables}, ranks(rowid, rank) as (
      select rowid, -3e6 from codes
      union all
      ${titleRanks}
      ${isDriven ? sql`union all ${filteredRanks}` : sql``}
      union all
      select rowid, rank from (
        select rowid, iif((select weighable from parts), bm25(search_index, 10, 5, 5, 1, 0), 0) as rank
        from search_index where ${anywhere} order by rowid desc limit ${left}
      )
    )
    select rowid, min(rank) as rank from ranks group by rowid
  )`;
}

function inAnyOrder(filtered: Filtered | undefined): SQL {
  const { tables, isDriven, left } = tablesOf(filtered, unranked);
  return sql`(
    with ${tables}
    select rowid from codes
    union select rowid from whole
    union select rowid from begun
    ${isDriven ? sql`union select rowid from have` : sql``}
    union select rowid from (
      select rowid from search_index where ${anywhere} order by rowid desc limit ${left}
    )
  )`;
}

/** What is found before it is looked for anywhere, and how many are left for that. */
function tablesOf(filtered: Filtered | undefined, most: SQL) {
  const numbers = filtered?.numbers;
  const bound = numbers ? unrankedBeside : most;
  const isDone = numbers ? isAllAsked : isCode;
  return {
    tables: sql`${publicParts}, ${numbers ? sql`${filteredHits(numbers)}, ` : sql``} ${titleHits(bound, isDone)}`,
    isDriven: numbers !== undefined,
    left: limitUnlessFull(inTitles, bound, isDone),
  };
}
