import { type SQL, sql } from "drizzle-orm";
import { isCode } from "./query-parts.ts";

/** As many as can each be asked for their words while a shopper waits. */
const most = sql.raw("250");

/** Word by word: FTS5 would compare words that are never together, in all documents, for each one. */
const hasEvery = (index: "search_titles" | "search_index", rowid: SQL) => sql`not exists (
  select 1 from words where not exists (
    select 1 from ${sql.raw(index)} i where ${sql.raw(index)} match words.whole and i.rowid = ${rowid}
  )
)`;

/**
 * A table of what a filter has of common words, whose newest hits alone were asked: of its products' `numbers` the first
 * few hundred that pass the `joins`, and of those the ones that have all words. Empty where a word is not common, as all
 * its hits are found then, and where as many as are wanted were `found`.
 */
export const filteredHits = (numbers: SQL, joins: SQL, isFull: SQL): SQL => sql`
  have(rowid) as materialized (
    select c.number from (
      select s.number from (${numbers}) s ${joins}
      limit iif((select complete from parts) and not ${isCode} and not ${isFull}, ${most}, 0)
    ) c where ${hasEvery("search_index", sql`c.number`)}
  )`;

/** Their ranks, by titles and by whatever else has the words. */
export const filteredRanks = sql`
  select d.rowid, iif(${hasEvery("search_titles", sql`d.rowid`)}, -2e6 + length(d.title), 0)
  from have cross join search_documents d on d.rowid = have.rowid`;
