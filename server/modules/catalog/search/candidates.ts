import { type SQL, sql } from "drizzle-orm";
import { isCode, isPublic } from "./query-parts.ts";

const { placeholder } = sql;

/**
 * As many documents of each kind, the newest, are asked whether they can be seen in the market and meet the filters: some
 * milliseconds of work where next to none do.
 */
export const maxAsked = 10_000;
const asked = sql.raw(String(maxAsked));

/** A single word needs no more than itself: the parts are not asked for. */
const whole = sql`iif(json_array_length(${placeholder("words")}) = 1, ${placeholder("whole")}, (select whole from parts))`;

const titled = (match: SQL): SQL => sql`search_titles where search_titles match ${match} and ${isPublic}`;
const inTitles = sql`search_titles where search_titles match (select begun from parts) and ${isPublic}`;
const anywhere = sql`search_index where search_index match (select anywhere from parts) and ${isPublic}`;

const unless = (isDone: SQL): SQL => sql`order by rowid desc limit iif(${isDone}, 0, ${asked})`;
const isComplete = sql`(${isCode} or (select complete from parts))`;

/**
 * Tables that are read when the first of `titleCandidates` do not suffice: the same documents once more, as to keep them
 * would cost more than to find them.
 */
export const titleTables: SQL = sql`
  whole(rowid) as materialized (select rowid from ${titled(whole)} ${unless(isCode)}),
  begun(rowid) as materialized (select rowid from ${inTitles} ${unless(isComplete)})`;

/**
 * Documents whose title has every word, as `number` with a `rank` by kind: as whole words, then as the start of words. Each
 * is found no sooner than it is asked for, the newest of a kind first.
 */
export const titleCandidates: SQL = sql`
  select * from (select rowid as number, -2e6 as rank from ${titled(whole)} ${unless(isCode)})
  union all
  select * from (
    select rowid, -1e6 from ${inTitles} and rowid not in (select rowid from whole) ${unless(isComplete)}
  )`;

/** After them those that have the words anywhere, by bm25 (title 10, tags and SKUs 5, text 1) where that is worth it. */
export const otherCandidates: SQL = sql`
  select rowid as number, iif((select weighable from parts), bm25(search_index, 10, 5, 5, 1, 0), 0) as rank
  from ${anywhere} and rowid not in (select rowid from whole union select rowid from begun) ${unless(isCode)}`;

/** How many documents have the words, as far as they are asked. */
export const documents: SQL = sql`(select count(*) from (select rowid from ${anywhere} order by rowid desc limit ${asked}))`;

/** What a hit `s` with the row `l` of its price is ranked by: of those whose title has the words the shorter ones come first. */
export const rankByTitle = sql`s.rank + iif(s.rank <= -1e6, l.title_length, 0)`;
