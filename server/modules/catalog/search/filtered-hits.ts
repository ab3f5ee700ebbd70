import { type SQL, sql } from "drizzle-orm";
import { isCode } from "./query-parts.ts";

/** As many as can each be asked for their words while a shopper waits. */
const asked = 250;

/** Word by word: FTS5 would compare words that are never together, in all documents, for each one. */
const hasEvery = (index: "search_titles" | "search_index", rowid: SQL) => sql`not exists (
  select 1 from words where not exists (
    select 1 from ${sql.raw(index)} i where ${sql.raw(index)} match words.whole and i.rowid = ${rowid}
  )
)`;

/**
 * Tables of what a filter has of common words, whose newest hits alone may be other products: of its products'
 * `numbers` the first `asked`, and of those the ones that `have` all words. Both are empty where a word is not common,
 * as all its hits are found then.
 */
export const filteredHits = (numbers: SQL): SQL => sql`
  candidates(rowid) as materialized (
    select number from (${numbers}) limit iif((select complete from parts) and not ${isCode}, ${sql.raw(String(asked))}, 0)
  ),
  have(rowid) as materialized (
    select c.rowid from candidates c where ${hasEvery("search_index", sql`c.rowid`)}
  )`;

/** Whether there is nothing else to find: the code was typed, or every product of the filter was asked. */
export const isAllAsked = sql`(${isCode} or (
  (select complete from parts) and (select count(*) from candidates) < ${sql.raw(String(asked))}
))`;

/** Their ranks, by titles and by whatever else has the words. */
export const filteredRanks = sql`
  select d.rowid, iif(${hasEvery("search_titles", sql`d.rowid`)}, -2e6 + length(d.title), 0)
  from have cross join search_documents d on d.rowid = have.rowid`;
