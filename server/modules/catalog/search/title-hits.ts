import { type SQL, sql } from "drizzle-orm";
import { isCode, isPublic } from "./query-parts.ts";

const { placeholder } = sql;

/**
 * As many documents of a word, the newest, are asked whether they can be seen in the market and pass the filters: some
 * milliseconds of work where next to none do.
 */
export const maxAsked = 10_000;
export const asked = sql.raw(String(maxAsked));

/** A single word needs no more than itself: the parts are not asked for. */
const whole = sql`iif(json_array_length(${placeholder("words")}) = 1, ${placeholder("whole")}, (select whole from parts))`;

const inTitles = (match: SQL): SQL => sql`(
  select rowid as number from search_titles where search_titles match ${match} and ${isPublic}
  order by rowid desc limit ${asked}
)`;

/**
 * Tables of documents whose title has every word: `whole`, as whole words, and `begun`, as the start of words, which is
 * empty when there are as many of the first as are wanted. The newest `bound` of each that pass the `joins`: what a common
 * word finds is never gone through to its end. Both are empty where what was typed is a code.
 */
export const titleHits = (bound: SQL, joins: SQL): SQL => sql`
  whole(rowid) as materialized (
    select s.number from ${inTitles(whole)} s ${joins} limit iif(${isCode}, 0, ${bound})
  ),
  begun(rowid) as materialized (
    select s.number from ${inTitles(sql`(select begun from parts)`)} s ${joins}
    limit ${limitUnlessFull(sql`whole`, bound, sql`(${isCode} or (select complete from parts))`)}
  )`;

/** `bound`, or 0 when the table has that many rows already, or the search is done. */
export const limitUnlessFull = (table: SQL, bound: SQL, isDone: SQL = isCode): SQL =>
  sql`(select iif(count(*) >= ${bound} or ${isDone}, 0, ${bound}) from ${table})`;

/** Ranks of the two, the best the lowest: whole words first, then short titles. */
export const titleRanks: SQL = sql`
  select d.rowid as rowid, -2e6 + length(d.title) as rank from whole join search_documents d on d.rowid = whole.rowid
  union all
  select d.rowid, -1e6 + length(d.title) from begun join search_documents d on d.rowid = begun.rowid`;
