import { type SQL, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { batch } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { cardPrice, cards, presentCard } from "./cards.ts";
import { isPublished, listingJoin } from "./expressions.ts";
import { localeOf } from "./locale-tag.ts";
import type { ProductSummary, RelatedInput } from "./schema.ts";

const { placeholder } = sql;

/** As many categories and tags as are looked at, and of each its newest products. */
const maxShared = 10;
const maxEach = 50;

/** Those that share a category or tag, once for each that they share. Entries are of published products alone. */
function sharing(kind: "category" | "tag", own: SQL, weight: number): SQL {
  const [shared, each] = [sql.raw(String(maxShared)), sql.raw(String(maxEach))];
  return sql`
    select c.value as number, ${sql.raw(String(weight))} as weight
    from (${own} limit ${shared}) own
      cross join listing_terms t on t.kind = ${sql.raw(`'${kind}'`)} and t.name = '' and t.value = own.value
      cross join json_each((
        select json_group_array(product) from (
          select product from listing_entries indexed by listing_entries_newest
          where term = t.id and published_at <= ${placeholder("now")}
          order by published_at desc, product desc limit ${each} + 1 -- with the product itself
        )
      )) c`;
}

const ofCategories = sql`
  select category_id as value from product_categories where product_id = ${placeholder("id")} order by category_id`;

const ofTags = sql`select tag as value from product_tags where product_id = ${placeholder("id")} order by tag`;

const relatedStatement = prepared((db) =>
  cards(
    db,
    // Ranked before they are looked at, so that no more are than a page shows; SQLite would leave out an order without a limit.
    sql`(
      select number, sum(weight) as sort_key from (
        ${sharing("category", ofCategories, 2)} union all ${sharing("tag", ofTags, 1)}
      ) group by number order by sort_key desc, number desc limit -1
    ) s`,
  )
    .where(sql`p.id <> ${placeholder("id")} and ${cardPrice} is not null`)
    .limit(placeholder("limit")),
);

const productStatement = prepared((db) =>
  db
    .select({ id: sql<string>`s.id` })
    .from(
      sql`(select ${placeholder("id")} as id) s cross join products p on p.id = s.id and ${isPublished} ${listingJoin}`,
    ),
);

/**
 * Products that share categories and tags with this one, those that share most first: a category counts for two tags.
 * @throws NOT_FOUND unless it is published and sold in the market
 */
export async function listRelated(ctx: ServiceContext, input: RelatedInput): Promise<ProductSummary[]> {
  const { id, limit } = input;
  const values = {
    id,
    limit,
    market: input.market ?? null,
    locale: localeOf(input),
    now: ctx.clock.now().getTime(),
  };
  const [[product], rows] = await batch(ctx, (db) => [
    productStatement(db, values),
    relatedStatement(db, values),
  ]);
  if (!product) throw new AppError("NOT_FOUND");
  return rows.map(presentCard);
}
