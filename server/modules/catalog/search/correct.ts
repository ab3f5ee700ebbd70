import { sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { anyForm, wholeForm } from "../search-query.ts";
import { fold, nearestWord, toleratedErrors } from "./nearest-word.ts";
import { isPublic } from "./query-parts.ts";
import { isUnspaced } from "./scripts.ts";
import { endsQuery, sharedQuery } from "./trigrams.ts";
import { wordsOf } from "./words.ts";

const { placeholder } = sql;

/**
 * As many words are compared as take a few milliseconds, however many there are: those that have been in the catalogue
 * for longest, which the common ones are.
 */
const maxCandidates = 2_000;

/** Whole first, which is known at once, however many have it; "or" would look for both. */
const foundStatement = prepared((db) =>
  db
    .select({
      found: sql<number>`iif(
        exists (select 1 from search_index where search_index match ${placeholder("whole")} and ${isPublic}), 1,
        exists (select 1 from search_index where search_index match ${placeholder("anywhere")} and ${isPublic})
      )`,
    })
    .from(sql`(select 1) as one`),
);

const candidatesStatement = prepared((db) =>
  db
    .select({ word: sql<string>`word`, count: sql<number>`count` })
    .from(
      sql`(
        select rowid from search_word_trigrams where search_word_trigrams match ${placeholder("trigrams")}
        order by rowid limit ${sql.raw(String(maxCandidates))}
      ) as candidates`,
    )
    .innerJoin(sql`search_words`, sql`search_words.id = candidates.rowid`)
    .where(sql`length(word) between ${placeholder("shortest")} and ${placeholder("longest")}`),
);

/**
 * A query that found nothing with each word that is nowhere replaced by the nearest of titles' and tags' words.
 * Undefined when every word is somewhere, so that only all of them together are not, or when one has none near.
 */
export async function correctQuery({ db }: ServiceContext, typed: string): Promise<string | undefined> {
  const words = wordsOf(typed);
  const corrected: string[] = [];
  for (const word of words) {
    const [row] = await foundStatement(db, { whole: wholeForm(word), anywhere: anyForm(word) });
    const meant = row?.found ? word : await nearest({ db }, word);
    if (meant === undefined) return undefined;
    corrected.push(meant);
  }
  return corrected.every((word, index) => word === words[index]) ? undefined : corrected.join(" ");
}

/** Of the words that begin or end alike, which those with one error do; if none is near, of those alike anywhere. */
async function nearest({ db }: Pick<ServiceContext, "db">, word: string): Promise<string | undefined> {
  const folded = fold(word);
  const { length } = [...folded];
  const errors = toleratedErrors(length);
  if (errors === 0 || isUnspaced(word)) return undefined;
  const near = async (trigrams: string) =>
    nearestWord(
      word,
      await candidatesStatement(db, { trigrams, shortest: length - errors, longest: length + errors }),
    );
  return (await near(endsQuery(folded))) ?? (errors > 1 ? near(sharedQuery(folded)) : undefined);
}
