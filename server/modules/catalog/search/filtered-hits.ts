import { type SQL, sql } from "drizzle-orm";
import { isCode } from "./query-parts.ts";

/** As many as can each be asked for their words while a shopper waits. */
const most = sql.raw("250");

/** Word by word: FTS5 would compare words that are never together, in all documents, for each one. */
const hasEvery = (index: "search_titles" | "search_index") => sql`not exists (
  select 1 from words where not exists (
    select 1 from ${sql.raw(index)} i where ${sql.raw(index)} match words.whole and i.rowid = c.number
  )
)`;

/**
 * What a filter has of common words, of whose hits the newest alone were asked: of its products' `numbers` the first few
 * hundred that pass the `joins`, and of those the ones that have all words, with their `rank`. None where a word is not
 * common, as all its hits are found then, and where as many as are wanted were found.
 */
export const filteredHits = (numbers: SQL, joins: SQL, isFull: SQL): SQL => sql`
  select c.number, iif(${hasEvery("search_titles")}, -2e6 + c.title_length, 0) as rank
  from (
    select s.number, l.title_length from (${numbers}) s ${joins}
    limit iif(${isFull} or ${isCode} or not (select complete from parts), 0, ${most})
  ) c where ${hasEvery("search_index")}`;
