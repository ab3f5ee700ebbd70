import { eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { products, searchDocuments } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import type { SuggestInput, Suggestion } from "./schema.ts";
import { searchQuery } from "./search-query.ts";

const { placeholder } = sql;

const suggestStatement = prepared((db) =>
  db
    .select({ slug: products.slug, title: products.title })
    .from(sql`search_index`)
    .innerJoin(searchDocuments, sql`${searchDocuments.rowid} = search_index.rowid`)
    .innerJoin(products, eq(products.id, searchDocuments.productId))
    .where(
      sql`search_index match ${placeholder("search")} and ${products.status} = 'published' and ${products.publishedAt} <= ${placeholder("now")}`,
    )
    .orderBy(sql`search_index.rank`)
    .limit(placeholder("limit")),
);

/** Products whose title has every word typed, best match first; none for an empty text. */
export async function suggest(ctx: ServiceContext, input: SuggestInput): Promise<Suggestion[]> {
  const search = searchQuery(input.q);
  if (search === undefined) return [];
  return suggestStatement(ctx.db, {
    search: `title : (${search})`,
    limit: input.limit,
    now: ctx.clock.now().getTime(),
  });
}
