import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import type { ServiceContext } from "../../core/context.ts";
import { cardJoin, whereTranslated } from "./cards.ts";
import { passing } from "./listing/passing.ts";
import { localeOf } from "./locale-tag.ts";
import { localSlug, localTitle } from "./locales.ts";
import { findMarket } from "./markets.ts";
import type { SuggestInput, Suggestion } from "./schema.ts";
import { rankByTitle, titleCandidates, titleTables } from "./search/candidates.ts";
import { correctQuery } from "./search/correct.ts";
import { codeParts, publicParts } from "./search/query-parts.ts";
import { searchQuery } from "./search-query.ts";

const { placeholder } = sql;

/** Of the titles that a few letters begin, so few are looked at that it costs next to nothing: the next letter comes soon. */
const bound = sql`4 * ${placeholder("limit")}`;

const { joins } = passing([], { source: "search", without: null });

const suggestStatement = prepared((db) =>
  db
    .select({
      slug: whereTranslated(sql`p.slug`, localSlug(sql`p.id`, sql`p.slug`)),
      title: whereTranslated(sql`p.title`, localTitle(sql`p.id`, sql`p.title`)),
    })
    .from(
      sql`(
        with ${publicParts}, ${codeParts(joins)}, ${titleTables},
          found(number, rank) as (
            select rowid, -3e6 from codes
            union all
            select * from (select s.number, ${rankByTitle} from (${titleCandidates}) s ${joins} limit ${bound})
          )
        select number, min(rank) as rank from found group by number
        order by rank, number limit -1
      ) as hits ${cardJoin(sql`hits.number`)}`,
    )
    .limit(placeholder("limit")),
);

/**
 * Products sold in the market whose title has every word typed, whole words and short titles first, of the newest
 * few that have; with typing errors corrected when there are none. None for an empty text.
 * @throws NOT_FOUND for an unknown market
 */
export async function suggest(ctx: ServiceContext, input: SuggestInput): Promise<Suggestion[]> {
  const search = searchQuery(input.q);
  if (search === undefined) return [];
  const { limit, market } = input;
  const found = await suggestStatement(ctx.db, {
    ...search,
    limit,
    market: market ?? null,
    locale: localeOf(input),
    now: ctx.clock.now().getTime(),
  });
  if (found.length > 0) return found;
  await findMarket(ctx, market); // an unknown one sells nothing
  const corrected = await correctQuery(ctx, input.q);
  return corrected === undefined ? [] : suggest(ctx, { ...input, q: corrected });
}
