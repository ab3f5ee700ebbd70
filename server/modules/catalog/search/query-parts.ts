import { sql } from "drizzle-orm";
import { isPublished } from "../expressions.ts";

const { placeholder } = sql;

/**
 * A word that as many products have is common: it is complete, so that no longer ones are looked for, and not weighed,
 * since bm25 would count all that have it.
 */
const common = 5_000;

/** How many places of common words in the index are compared with each other, about. */
const compared = 100_000;

/** As many documents are one of the view `search_contents`'s blocks. */
const blockSize = 50_000;

const whole = (number: number) => sql.raw(String(number));

const newest = sql`(select max(rowid) from search_documents)`;

/**
 * Tables that what was typed becomes, each read no sooner than it is needed.
 *
 * `codes`: products whose SKU or barcode it is. `words`: its words as FTS5 takes them, with how many of the newest
 * documents it takes until a common one has been there so often; null for others. `blocks`: where words that are all
 * common are looked for; they may never stand together, and FTS5 would compare all of both before it says so. None where
 * those would be most of all. `parts`: all words together, the common ones whole.
 */
export const queryParts = sql`
  codes(rowid) as materialized (
    select p.number from (
      select product_id from variants where sku in (select value from json_each(${placeholder("codes")}))
      union select product_id from variants where barcode in (select value from json_each(${placeholder("codes")}))
    ) v
    cross join products p on p.id = v.product_id and ${isPublished}
  ),
  words(whole, begun, anywhere, span) as materialized (
    select value ->> 0, value ->> 1, value ->> 2, ${newest} + 1 - (
      select rowid from search_index where search_index match value ->> 0
      order by rowid desc limit 1 offset ${whole(common - 1)}
    )
    from json_each(${placeholder("words")})
  ),
  bounds(first, last) as (
    select first, last from ( -- not by HAVING, which libSQL's own server reads after a GROUP BY alone
      select ${newest} / ${whole(blockSize)} as first,
        cast(max(0, ${newest} - ${whole(compared / common)} / total(1.0 / span)) as integer) / ${whole(blockSize)} as last,
        count(*) as words, count(span) as spans
      from words
    ) where words > 1 and words = spans
  ),
  blocks(block, last) as (
    select first, last from bounds where last * 2 > first
    union all select block - 1, last from blocks where block > last
  ),
  parts(whole, begun, anywhere, weighable, complete) as materialized (
    select
      group_concat(whole, ' AND ') || bound,
      group_concat(iif(span is null, begun, whole), ' AND ') || bound,
      group_concat(iif(span is null, anywhere, whole), ' AND ') || bound,
      count(span) = 0,
      count(*) = count(span)
    from words,
      (select coalesce(' AND (' || group_concat('"' || char(57344) || block || '"', ' OR ') || ')', '') as bound from blocks)
  )`;

/** Whether what was typed can be nothing but the code that was found. */
export const isCode = sql`(${placeholder("isCode")} and exists (select 1 from codes))`;
