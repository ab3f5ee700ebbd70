import { type SQL, sql } from "drizzle-orm";

const { placeholder } = sql;

/**
 * A word that as many products have, more than anybody pages through, is common: it is complete, so that no longer ones
 * are looked for, and not weighed, since bm25 would count all that have it.
 */
const common = 1_000;

/** How many places of common words in the index are compared with each other, about. */
const compared = 100_000;

/** As many documents are one of the view `search_contents`'s blocks. */
const blockSize = 50_000;

const whole = (number: number) => sql.raw(String(number));

/** Which documents are searched: published products', from 1 on, or all others', from a million million below 0 on. */
interface Documents {
  /** What comes before the first. */
  lowest: SQL;
  newest: SQL;
  /** Whether it is known of the JSON array of a word's forms that one of them is common; where it is not, it is counted. */
  isKnown(forms: SQL): SQL;
}

const publicDocuments: Documents = {
  lowest: sql`0`,
  newest: sql`(select max(rowid) from search_documents)`,
  isKnown: (forms) => sql`exists (
    select 1 from json_each(${forms}) f cross join search_words k on k.word = f.value where k.count >= ${whole(common)}
  )`,
};

const otherDocuments: Documents = {
  lowest: sql`-1000000000000`,
  newest: sql`(select max(rowid) from search_documents where rowid < 0)`,
  isKnown: () => sql`0`,
};

/** Whether a document is a published product's. A bound that FTS5 heeds: in descending order it reads no further. */
export const isPublic = sql`rowid >= 1`;

/** Whether it is another's. */
export const isOther = sql`rowid <= -1`;

/**
 * Tables that what was typed becomes, each read no sooner than it is needed.
 *
 * `words`: its words as FTS5 takes them, and whether each is common. `blocks`: where words that are all common are looked
 * for; they may never stand together, and FTS5 would compare all of both before it says so. How far they reach follows
 * from where each word has been so often, from the newest document on, that it is common. None where those would be most
 * of all. `parts`: all words together, the common ones whole.
 */
const partsOf = ({ lowest, newest, isKnown }: Documents): SQL => {
  /** The document in which a word has been so often that it is common: not above `lowest` when there are not so many. */
  const reached = (word: SQL) => sql`coalesce((
    select rowid from search_index where search_index match ${word} and rowid <= coalesce(${newest}, ${lowest})
    order by rowid desc limit 1 offset ${whole(common - 1)}
  ), ${lowest})`;
  return sql`
  words(whole, begun, anywhere, is_common) as materialized (
    select w.value ->> 0, w.value ->> 1, w.value ->> 2,
      iif(${isKnown(sql`w.value -> 3`)}, 1, ${reached(sql`w.value ->> 0`)} > ${lowest})
    from json_each(${placeholder("words")}) w
  ),
  bounds(first, last) as materialized (
    select first, last from ( -- not by HAVING, which libSQL's own server reads after a GROUP BY alone
      select ${newest} / ${whole(blockSize)} as first,
        cast(
          max(${lowest}, ${newest} - ${whole(compared / common)} / total(1.0 / (${newest} + 1 - ${reached(sql`whole`)}))) as integer
        ) / ${whole(blockSize)} as last,
        count(*) as words
      from words where (select count(*) > 1 and min(is_common) from words)
    ) where words > 1
  ),
  blocks(block, last) as (
    select first, last from bounds where last * 2 > first + ${lowest} / ${whole(blockSize)}
    union all select block - 1, last from blocks where block > last
  ),
  parts(whole, begun, anywhere, weighable, complete) as materialized (
    select
      group_concat(whole, ' AND ') || bound,
      group_concat(iif(is_common, whole, begun), ' AND ') || bound,
      group_concat(iif(is_common, whole, anywhere), ' AND ') || bound,
      not max(is_common),
      min(is_common)
    from words, (
      select coalesce(' AND (' || group_concat('"' || char(57344) || abs(block) || '"', ' OR ') || ')', '') as bound from blocks
    )
  )`;
};

export const publicParts = partsOf(publicDocuments);

/** For the documents of products that are not published. */
export const otherParts = partsOf(otherDocuments);

/**
 * Tables beside `publicParts`. `codes`: products whose SKU or barcode was typed, of those that pass the `joins` of their
 * `number`s `s`. `alone`: whether it can be nothing but the code that was found.
 */
export const codeParts = (joins: SQL): SQL => sql`
  codes(rowid) as materialized (
    select s.number from (
      select c.number from (
        select product_id from variants where sku in (select value from json_each(${placeholder("codes")}))
        union select product_id from variants where barcode in (select value from json_each(${placeholder("codes")}))
      ) coded cross join products c on c.id = coded.product_id
    ) s ${joins}
  ),
  alone(yes) as materialized (
    select case
      when not ${placeholder("isCode")} or not exists (select 1 from codes) then 0
      else not exists (
        select 1 from search_index
        where search_index match (select whole from parts) and ${isPublic} and rowid not in (select rowid from codes)
        order by rowid desc
      )
    end
  )`;

/** Whether what was typed can be nothing but the code that was found. */
export const isCode = sql`(select yes from alone)`;
