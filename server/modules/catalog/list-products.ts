import { and, type SQL, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { productImages, products } from "../../../db/schema/index.ts";
import type { Connection } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { decodeCursor, encodeCursor } from "../../core/pagination.ts";
import { anyVariantAvailable, lowestPrice } from "./expressions.ts";
import { findMarket } from "./markets.ts";
import type { ProductPage, ProductSort, ProductsInput } from "./schema.ts";
import { searchQuery } from "./search-query.ts";

/** What of the input changes the statement's text, as against its parameters. */
interface Shape {
  sort: ProductSort;
  search: boolean;
  category: boolean;
  inStock: boolean;
  after: boolean;
}

const { placeholder } = sql;

/** Best match first: words in the title weigh most, then tags and SKUs, then the description. */
const hits = sql`(
  select rowid, bm25(search_index, 10, 5, 5, 1) as rank from search_index where search_index match ${placeholder("search")}
)`;

/** What each sort orders by, and whether it runs downwards; the id breaks ties. */
const orders: Record<
  ProductSort,
  { key: SQL<string | number>; type: "string" | "number"; descending: boolean }
> = {
  relevance: { key: sql`hits.rank`, type: "number", descending: false },
  newest: { key: sql`products.published_at`, type: "number", descending: true },
  title: { key: sql`products.title`, type: "string", descending: false },
  price: { key: sql<number>`${lowestPrice(placeholder("currency"))}`, type: "number", descending: false },
  "price-desc": {
    key: sql<number>`${lowestPrice(placeholder("currency"))}`,
    type: "number",
    descending: true,
  },
};

const inCategory = sql`products.id in (
  with recursive tree(id) as (
    select id from categories where slug = ${placeholder("category")}
    union select categories.id from categories join tree on categories.parent_id = tree.id
  )
  select product_id from product_categories where category_id in tree
)`;

function buildStatement(db: Connection, shape: Shape) {
  const { key, descending } = orders[shape.sort];
  const currency = placeholder("currency");
  const available = anyVariantAvailable(currency);
  const after = descending
    ? sql`(${key}, products.id) < (${placeholder("afterKey")}, ${placeholder("afterId")})`
    : sql`(${key}, products.id) > (${placeholder("afterKey")}, ${placeholder("afterId")})`;

  const query = db
    .select({
      id: products.id,
      slug: products.slug,
      title: products.title,
      price: sql<number>`${lowestPrice(currency)}`.as("price"),
      image: sql<string | null>`(
        select json_object('url', url, 'alt', alt) from ${productImages} i
        where i.product_id = products.id order by i.position limit 1
      )`,
      available: sql<number>`${available}`,
      sortKey: key,
    })
    .from(products)
    .$dynamic();
  if (shape.search) {
    query
      .innerJoin(sql`search_documents`, sql`search_documents.product_id = products.id`)
      .innerJoin(sql`${hits} as hits`, sql`hits.rowid = search_documents.rowid`);
  }
  const direction = sql.raw(descending ? "desc" : "asc");
  return query
    .where(
      and(
        sql`products.status = 'published' and products.published_at <= ${placeholder("now")}`,
        sql`price is not null`,
        shape.category ? inCategory : undefined,
        shape.inStock ? available : undefined,
        shape.after ? after : undefined,
      ),
    )
    .orderBy(sql`${key} ${direction}`, sql`products.id ${direction}`)
    .limit(placeholder("limit"))
    .prepare();
}

/** One statement for each shape that was asked for: there are few, and building one costs more than running it. */
const statements = prepared(() => new Map<string, ReturnType<typeof buildStatement>>());

function statementFor(db: Connection, shape: Shape) {
  const known = statements(db);
  const name = JSON.stringify(shape);
  const statement = known.get(name) ?? buildStatement(db, shape);
  known.set(name, statement);
  return statement;
}

/** A page of what is published and has a price in the market. @throws NOT_FOUND for an unknown market */
export async function listProducts(ctx: ServiceContext, input: ProductsInput): Promise<ProductPage> {
  const typed = input.q?.trim() ?? "";
  const search = searchQuery(typed);
  const { currency } = await findMarket(ctx, input.market);
  if (typed !== "" && search === undefined) return { items: [], nextCursor: null };

  const wanted = input.sort ?? "relevance";
  const sort = wanted === "relevance" && search === undefined ? "newest" : wanted;
  const [afterKey, afterId] = input.cursor === undefined ? [] : decodeCursor(input.cursor, orders[sort].type);
  const shape: Shape = {
    sort,
    search: search !== undefined,
    category: input.category !== undefined,
    inStock: input.inStock === true,
    after: afterId !== undefined,
  };
  // One row more than asked for tells whether there is a next page.
  const rows = await statementFor(ctx.db, shape).all({
    currency,
    search,
    category: input.category,
    afterKey,
    afterId,
    now: ctx.clock.now().getTime(),
    limit: input.limit + 1,
  });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: page.map(({ id, slug, title, price, image, available }) => ({
      id,
      slug,
      title,
      price: { amount: price, currency },
      image: image === null ? null : JSON.parse(image),
      available: available === 1,
    })),
    nextCursor: rows.length > page.length && last ? encodeCursor([last.sortKey, last.id]) : null,
  };
}
