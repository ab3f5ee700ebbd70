import { type SQL, sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import { cards } from "../cards.ts";
import { isPublished, listingJoin } from "../expressions.ts";
import type { ProductSort } from "../schema.ts";
import { hits } from "../search/hits.ts";
import { conditions, type Filter, valuesOf } from "./filters.ts";
import { oneVariantHas } from "./one-variant.ts";
import { type Source, shapeOf } from "./plan.ts";
import { Shapes } from "./shapes.ts";
import { type IndexedSort, isAfter, sorts, walk } from "./sorts.ts";

const { placeholder } = sql;

export interface PageShape {
  sort: ProductSort;
  filters: readonly Filter[];
  source: Source;
  /** Of a search, the filter that the fewest products meet. */
  rarest: number | undefined;
  after: boolean;
}

/** All of the terms. */
export const and = (terms: readonly SQL[]): SQL =>
  terms.length === 0 ? sql`1` : sql.join([...terms], sql` and `);

/** That the filters hold, but for those left out. */
export function allHold(
  filters: readonly Filter[],
  isLeftOut: (filter: Filter, place: number) => boolean,
): SQL[] {
  return filters.flatMap((filter, place) =>
    isLeftOut(filter, place) ? [] : conditions[filter.kind].holds(valuesOf(place)),
  );
}

interface Found {
  sort: ProductSort;
  filters: readonly Filter[];
  source: Exclude<Source, "all">;
  rarest: number | undefined;
}

/** The `number` of each product that a search or a filter has; of a search by relevance its `rank` too, in order. */
export function found({ sort, filters, source, rarest }: Found): SQL {
  if (source !== "search") {
    const numbers = numbersOf(filters, source);
    if (!numbers) throw new RangeError("this filter has no index");
    return numbers;
  }
  const numbers = rarest === undefined ? undefined : numbersOf(filters, rarest);
  const hit = hits(sort, filters.length > 0 ? { numbers } : undefined);
  if (sort !== "relevance") return sql`select rowid as number from ${hit}`;
  // The limit keeps it a query of its own, so that no more products are read than it takes to fill the page.
  return sql`select rowid as number, rank from ${hit} order by rank, rowid limit -1`;
}

function numbersOf(filters: readonly Filter[], place: number): SQL | undefined {
  const filter = filters[place];
  return filter && conditions[filter.kind].numbers?.(valuesOf(place));
}

/** Whether the source has an order of its own to walk along. */
export function isWalked(source: Source, filters: readonly Filter[]): boolean {
  if (source === "all") return true;
  return source !== "search" && (filters[source]?.terms ?? 1) > 0;
}

/** Reads all that the source has and sorts what passes; the hits of a search come sorted by relevance. */
function gathered(shape: PageShape & { source: Exclude<Source, "all"> }): SQL {
  const { sort, filters, source, after } = shape;
  const { key, direction } = sorts[sort];
  const terms = [
    ...allHold(filters, (_, place) => place === source),
    ...oneVariantHas(filters),
    ...(after ? [isAfter(sort, key, sql`s.number`)] : []),
  ];
  const order = sort === "relevance" ? sql`` : sql`order by ${key} ${direction}, s.number ${direction}`;
  return sql`
    select p.id, s.number, ${key} as sort_key, l.amount, l.available
    from (${found(shape)}) s cross join products p on p.number = s.number and ${isPublished} ${listingJoin}
    where ${and(terms)} ${order} limit ${placeholder("limit")}`;
}

/**
 * Walks in the order of the sort until the page is full. It needs no order of its own: the outermost loop of cross joins
 * is the walk, which is ordered.
 */
function walked(shape: PageShape): SQL {
  const { sort, filters, source } = shape;
  const isByPrice = sort === "price" || sort === "price-desc";
  const terms = [
    ...allHold(filters, ({ kind }, place) => place === source || (isByPrice && kind === "price")),
    ...oneVariantHas(filters),
  ];
  return sql`
    select p.id, s.number, s.sort_key, l.amount, l.available
    from (${walkOf(shape, sql`limit ${placeholder("steps")}`)}) s
      cross join products p on p.number = s.number and ${isPublished} ${listingJoin}
    where ${and(terms)} limit ${placeholder("limit")}`;
}

const walkOf = ({ sort, filters, source, after }: PageShape, window: SQL): SQL =>
  walk(indexed(sort), { after, filters, place: typeof source === "number" ? source : undefined }, window);

/** Without a search there is no relevance: the newest come first. */
function indexed(sort: ProductSort): IndexedSort {
  return sort === "relevance" ? "newest" : sort;
}

const pages = new Shapes<ReturnType<typeof pageStatement>>();

function pageStatement(shape: PageShape) {
  const { sort, source, filters } = shape;
  const { direction } = sorts[sort];
  return prepared((db) => {
    const page =
      source === "all" || isWalked(source, filters) ? walked(shape) : gathered({ ...shape, source });
    return cards(db, page).orderBy(sql`page.sort_key ${direction}, page.number ${direction}`);
  });
}

const nameOf = ({ sort, filters, source, rarest, after }: PageShape) =>
  [sort, source, isWalked(source, filters), rarest, after, shapeOf(filters)].join();

/** The cards of a page. */
export function pageFor(shape: PageShape) {
  return pages.get(nameOf(shape), () => pageStatement(shape));
}

const ends = new Shapes<ReturnType<typeof endStatement>>();

function endStatement(shape: PageShape) {
  const last = walkOf(shape, sql`limit 1 offset ${placeholder("steps")} - 1`);
  return prepared((db) =>
    db
      .select({ number: sql<number>`s.number`, sortKey: sql<string | number>`s.sort_key` })
      .from(sql`(${last}) as s`),
  );
}

/** Where a walk that did not fill its page stopped; nothing when it came to its end. */
export function endFor(shape: PageShape) {
  return ends.get(nameOf(shape), () => endStatement(shape));
}
