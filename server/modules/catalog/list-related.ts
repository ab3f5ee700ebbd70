import { type SQL, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { batch } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { cards, presentCard } from "./cards.ts";
import { isPublished, listingJoin } from "./expressions.ts";
import { localeOf } from "./locale-tag.ts";
import { marketStatement } from "./markets.ts";
import type { ProductSummary, RelatedInput } from "./schema.ts";

const { placeholder } = sql;

/** As many categories and tags as are looked at, and of each its newest products. */
const maxShared = 10;
const maxEach = 50;

/** Those that share a category or tag, once for each that they share. */
function sharing(table: string, column: string, weight: number): SQL {
  const [of, what] = [sql.raw(table), sql.raw(column)];
  const [shared, each] = [sql.raw(String(maxShared)), sql.raw(String(maxEach))];
  return sql`
    select c.value as id, ${sql.raw(String(weight))} as weight
    from (
      select ${what} from ${of} where product_id = ${placeholder("id")} order by ${what} limit ${shared}
    ) own, json_each((
      select json_group_array(product_id) from (
        select product_id from ${of} o where o.${what} = own.${what} and o.product_id <> ${placeholder("id")}
        order by o.product_id desc limit ${each}
      )
    )) c`;
}

const relatedStatement = prepared((db) =>
  cards(
    db,
    sql`
      select s.id, p.number, s.score as sort_key, l.amount, l.available
      from (
        select id, sum(weight) as score from (
          ${sharing("product_categories", "category_id", 2)} union all ${sharing("product_tags", "tag", 1)}
        ) group by id
      ) s cross join products p on p.id = s.id and ${isPublished} ${listingJoin}
      order by s.score desc, s.id desc limit ${placeholder("limit")}`,
  ).orderBy(sql`page.sort_key desc, page.id desc`),
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
  const [[market], [product], rows] = await batch(ctx, (db) => [
    marketStatement(db, values),
    productStatement(db, values),
    relatedStatement(db, values),
  ]);
  if (!market || !product) throw new AppError("NOT_FOUND");
  return rows.map((row) => presentCard(row, market.currency));
}
