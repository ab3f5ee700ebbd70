import { and, type SQL, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { productImages, products } from "../../../db/schema/index.ts";
import { batch, type Connection } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { decodeCursor, encodeCursor } from "../../core/pagination.ts";
import { isAvailable, isSold, lowestPrice } from "./expressions.ts";
import { marketStatement } from "./markets.ts";
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

interface Order {
  key: SQL<string | number>;
  keyType: "string" | "number";
  descending: boolean;
}

const { placeholder } = sql;
const productId = sql`products.id`;
const price = sql<number>`${lowestPrice(productId)}`; // never null where isSold holds

/** What each sort orders by; the id breaks ties. */
const orders: Record<ProductSort, Order> = {
  relevance: { key: sql`hits.rank`, keyType: "number", descending: false },
  newest: { key: sql`products.published_at`, keyType: "number", descending: true },
  title: { key: sql`products.title`, keyType: "string", descending: false },
  price: { key: price, keyType: "number", descending: false },
  "price-desc": { key: price, keyType: "number", descending: true },
};

/** Best match first: words in the title weigh most, then tags and SKUs, then the description. */
const hits = sql`(
  select rowid, bm25(search_index, 10, 5, 5, 1) as rank from search_index where search_index match ${placeholder("search")}
)`;

const inCategory = sql`products.id in (
  with recursive tree(id) as (
    select id from categories where slug = ${placeholder("category")}
    union select categories.id from categories join tree on categories.parent_id = tree.id
  )
  select product_id from product_categories where category_id in tree
)`;

/** The products of a page in their order: nothing is worked out yet that only its cards need. */
function pageQuery(db: Connection, shape: Shape) {
  const { key, descending } = orders[shape.sort];
  const direction = sql.raw(descending ? "desc" : "asc");
  const beyond = sql.raw(descending ? "<" : ">");
  const query = db
    .select({
      id: products.id,
      slug: products.slug,
      title: products.title,
      sortKey: sql<string | number>`${key}`.as("sort_key"),
    })
    .from(products)
    .$dynamic();
  if (shape.search) {
    query
      .innerJoin(sql`search_documents`, sql`search_documents.product_id = products.id`)
      .innerJoin(sql`${hits} as hits`, sql`hits.rowid = search_documents.rowid`);
  }
  return query
    .where(
      and(
        sql`products.status = 'published' and products.published_at <= ${placeholder("now")}`,
        isSold(productId),
        shape.category ? inCategory : undefined,
        shape.inStock ? isAvailable(productId) : undefined,
        shape.after
          ? sql`(${key}, products.id) ${beyond} (${placeholder("afterKey")}, ${placeholder("afterId")})`
          : undefined,
      ),
    )
    .orderBy(sql`${key} ${direction}`, sql`products.id ${direction}`)
    .limit(placeholder("limit"))
    .as("page");
}

const cardsStatement = (shape: Shape) =>
  prepared((db) => {
    const page = pageQuery(db, shape);
    const direction = sql.raw(orders[shape.sort].descending ? "desc" : "asc");
    return db
      .select({
        id: page.id,
        slug: page.slug,
        title: page.title,
        price: sql<number>`${lowestPrice(sql`page.id`)}`,
        image: sql<string | null>`(
          select json_object('url', url, 'alt', alt) from ${productImages} i
          where i.product_id = page.id order by i.position limit 1
        )`,
        available: isAvailable(sql`page.id`),
        sortKey: page.sortKey,
      })
      .from(page)
      .orderBy(sql`page.sort_key ${direction}`, sql`page.id ${direction}`);
  });

/** One statement for each shape that was asked for: there are few. */
const statements = new Map<string, ReturnType<typeof cardsStatement>>();

function statementFor(shape: Shape): ReturnType<typeof cardsStatement> {
  const name = Object.values(shape).join();
  const statement = statements.get(name) ?? cardsStatement(shape);
  statements.set(name, statement);
  return statement;
}

/** A page of what is published and sold in the market. @throws NOT_FOUND for an unknown market */
export async function listProducts(ctx: ServiceContext, input: ProductsInput): Promise<ProductPage> {
  const typed = input.q?.trim() ?? "";
  const search = searchQuery(typed);
  if (typed !== "" && search === undefined) return { items: [], nextCursor: null };

  const wanted = input.sort ?? "relevance";
  const sort = wanted === "relevance" && search === undefined ? "newest" : wanted;
  const [afterKey, afterId] =
    input.cursor === undefined ? [] : decodeCursor(input.cursor, orders[sort].keyType);
  const statement = statementFor({
    sort,
    search: search !== undefined,
    category: input.category !== undefined,
    inStock: input.inStock === true,
    after: afterId !== undefined,
  });
  const market = input.market ?? null;
  const { limit, category } = input;
  const now = ctx.clock.now().getTime();
  const [[found], rows] = await batch(ctx, (db) => [
    marketStatement(db, { market }),
    // One row more than asked for tells whether there is a next page.
    statement(db, { market, search, category, afterKey, afterId, now, limit: limit + 1 }),
  ]);
  if (!found) throw new AppError("NOT_FOUND");

  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ id, slug, title, price: amount, image, available }) => ({
      id,
      slug,
      title,
      price: { amount, currency: found.currency },
      image: image === null ? null : JSON.parse(image),
      available: available === 1,
    })),
    nextCursor: rows.length > page.length && last ? encodeCursor([last.sortKey, last.id]) : null,
  };
}
