import { and, eq, type SQL, sql } from "drizzle-orm";
import { productImages, products, variants } from "../../../../db/schema/index.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { decodeCursorOf, encodeCursor, textKey, textOf } from "../../../core/pagination.ts";
import { productsOfWords, typedCodes } from "../search/all-products.ts";
import { type SearchQuery, searchQuery } from "../search-query.ts";
import type { AdminProductPage, AdminProductsInput } from "./schema.ts";

const updatedAt = sql<number>`products.updated_at`;

/** What each sort orders by; the id breaks ties. */
const orders = {
  updated: { key: updatedAt, direction: sql`desc`, beyond: sql`<` },
  title: { key: sql<string>`products.title`, direction: sql`asc`, beyond: sql`>` },
} as const;

/** A page of all products, whatever their status. */
export async function listAdminProducts(
  ctx: ServiceContext,
  input: AdminProductsInput,
): Promise<AdminProductPage> {
  const { db, clock } = ctx;
  const { limit, cursor } = input;
  const { key, direction, beyond } = orders[input.sort];
  const after = cursor === undefined ? undefined : await readCursor(ctx, cursor, input.sort);
  const search = input.q === undefined ? undefined : searchQuery(input.q);
  const rows = await db
    .select({
      id: products.id,
      slug: products.slug,
      title: products.title,
      status: products.status,
      publishedAt: products.publishedAt,
      vendor: products.vendor,
      type: products.type,
      version: products.version,
      updatedAt: products.updatedAt,
      image: sql<string | null>`(
        select json_object('url', i.url, 'alt', i.alt) from ${productImages} i
        where i.product_id = products.id order by i.position limit 1
      )`,
      variants: sql<number>`(select count(*) from ${variants} v where v.product_id = products.id)`,
      sortKey: sql<string | number>`${key}`,
    })
    .from(products)
    .where(
      and(
        ...filters(input, search),
        after && sql`(${key}, products.id) ${beyond} (${after[0]}, ${after[1]})`,
      ),
    )
    .orderBy(sql`${key} ${direction}`, sql`products.id ${direction}`)
    .limit(limit + 1) // one more tells whether there is a next page
    .prepare()
    .execute({ ...search, now: clock.now().getTime() });

  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ sortKey: _, image, ...product }) => ({
      ...product,
      image: image === null ? null : JSON.parse(image),
    })),
    nextCursor: rows.length > page.length && last ? cursorAfter(last, input.sort) : null,
  };
}

function cursorAfter({ sortKey, id }: { sortKey: string | number; id: string }, sort: keyof typeof orders) {
  return encodeCursor([sort, typeof sortKey === "string" ? textKey(sortKey) : sortKey, id]);
}

/** @throws BAD_REQUEST when it is not of this list in this order */
async function readCursor(
  { db }: ServiceContext,
  cursor: string,
  sort: keyof typeof orders,
): Promise<[key: string | number, id: string]> {
  if (sort === "updated") return decodeCursorOf(sort, cursor, "number");
  const [key, id] = decodeCursorOf(sort, cursor, "string");
  const title = async () => {
    const [row] = await db.select({ title: products.title }).from(products).where(eq(products.id, id));
    return row?.title;
  };
  return [await textOf(key, title), id];
}

function filters(
  { q = "", status, vendor, tag, category }: AdminProductsInput,
  search: SearchQuery | undefined,
): (SQL | undefined)[] {
  return [
    q.trim() === "" ? undefined : search ? found : sql`false`,
    status && sql`products.status = ${status}`,
    vendor === undefined ? undefined : sql`products.vendor = ${vendor}`,
    tag === undefined
      ? undefined
      : sql`products.id in (select product_id from product_tags where tag = ${tag})`,
    category === undefined ? undefined : inCategory(category),
  ];
}

/** Whether the words of a `SearchQuery` are found in a product, or they are a SKU or barcode of it. */
const found = sql`products.id in (
  ${productsOfWords}
  union select product_id from variants where sku in (${typedCodes})
  union select product_id from variants where barcode in (${typedCodes})
)`;

function inCategory(slug: string): SQL {
  return sql`products.id in (
    with recursive tree(id) as (
      select id from categories where slug = ${slug}
      union select categories.id from categories join tree on categories.parent_id = tree.id
    )
    select product_id from product_categories where category_id in tree
  )`;
}
