import { type SQL, sql } from "drizzle-orm";
import { isCode, isPublic } from "./query-parts.ts";

const { placeholder } = sql;

/** A single word needs no more than itself: the parts are not asked for. */
const whole = sql`iif(json_array_length(${placeholder("words")}) = 1, ${placeholder("whole")}, (select whole from parts))`;

/**
 * Tables of documents whose title has every word: `whole`, as whole words, and `begun`, as the start of words, which is
 * empty when there are as many of the first as are wanted. The newest `bound` of each: what a common word finds is never
 * gone through to its end. Both are empty where the search `isDone` without them.
 */
export const titleHits = (bound: SQL, isDone: SQL = isCode): SQL => sql`
  whole(rowid) as materialized (
    select rowid from search_titles where search_titles match ${whole} and ${isPublic}
    order by rowid desc limit iif(${isDone}, 0, ${bound})
  ),
  begun(rowid) as materialized (
    select rowid from search_titles where search_titles match (select begun from parts) and ${isPublic}
    order by rowid desc limit ${limitUnlessFull(sql`whole`, bound, sql`(${isDone} or (select complete from parts))`)}
  )`;

/** `bound`, or 0 when the table has that many rows already, or the search is done. */
export const limitUnlessFull = (table: SQL, bound: SQL, isDone: SQL = isCode): SQL =>
  sql`(select iif(count(*) >= ${bound} or ${isDone}, 0, ${bound}) from ${table})`;

/** Ranks of the two, the best the lowest: whole words first, then short titles. */
export const titleRanks: SQL = sql`
  select d.rowid as rowid, -2e6 + length(d.title) as rank from whole join search_documents d on d.rowid = whole.rowid
  union all
  select d.rowid, -1e6 + length(d.title) from begun join search_documents d on d.rowid = begun.rowid`;
