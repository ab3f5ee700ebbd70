import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { products } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import type { SuggestInput, Suggestion } from "./schema.ts";
import { correctQuery } from "./search/correct.ts";
import { queryParts } from "./search/query-parts.ts";
import { titleHits, titleRanks } from "./search/title-hits.ts";
import { searchQuery } from "./search-query.ts";

const { placeholder } = sql;

/** Of the titles that a few letters begin, as many are looked at as cost next to nothing: the next letter comes soon. */
const bound = sql.raw("500");

const suggestStatement = prepared((db) =>
  db
    .select({ slug: products.slug, title: products.title })
    .from(
      sql`(
        with ${queryParts}, ${titleHits(bound)}, ranks(rowid, rank) as (
          select rowid, -3e6 from codes
          union all
          ${titleRanks}
        )
        select rowid, min(rank) as rank from ranks group by rowid
      ) as hits`,
    )
    .innerJoin(products, sql`products.number = hits.rowid`)
    .where(sql`products.status = 'published' and products.published_at <= ${placeholder("now")}`)
    .orderBy(sql`hits.rank`, products.id)
    .limit(placeholder("limit")),
);

/**
 * Products whose title has every word typed, whole words and short titles first, of the newest few hundred that have;
 * with typing errors corrected when there are none. None for an empty text.
 */
export async function suggest(ctx: ServiceContext, input: SuggestInput): Promise<Suggestion[]> {
  const search = searchQuery(input.q);
  if (search === undefined) return [];
  const now = ctx.clock.now().getTime();
  const found = await suggestStatement(ctx.db, { ...search, limit: input.limit, now });
  if (found.length > 0) return found;
  const corrected = await correctQuery(ctx, input.q);
  return corrected === undefined ? [] : suggest(ctx, { ...input, q: corrected });
}
