import { type SQL, sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import type { Connection } from "../../../../db/transaction.ts";
import { cardJoin, cardPrice, cards } from "../cards.ts";
import type { ProductSort } from "../schema.ts";
import { hits } from "../search/hits.ts";
import { conditions, type Filter, valuesOf } from "./filters.ts";
import { passing } from "./passing.ts";
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

interface Found {
  sort: ProductSort;
  filters: readonly Filter[];
  source: Exclude<Source, "all">;
  rarest: number | undefined;
  /** The facet whose filters do not count. */
  without?: string | null;
}

/** The `number` of each product that a filter has, or that a search with all filters has, in order with its `sort_key`. */
export function found({ sort, filters, source, rarest, without = null }: Found): SQL {
  if (source === "search") {
    const numbers = rarest === undefined ? undefined : numbersOf(filters, rarest);
    return hits({ sort, filters, without, numbers });
  }
  const numbers = numbersOf(filters, source);
  if (!numbers) throw new RangeError("this filter has no index");
  return numbers;
}

function numbersOf(filters: readonly Filter[], place: number): SQL | undefined {
  const filter = filters[place];
  return filter && conditions[filter.kind].numbers?.(valuesOf(place));
}

/** Whether the source has an order of its own to walk along. */
export function isWalked(source: Source, filters: readonly Filter[]): boolean {
  if (source === "all") return true;
  const kind = source === "search" ? undefined : filters[source]?.kind;
  return kind === "term" || kind === "terms";
}

/** Reads all that the source has and sorts what passes; the hits of a search come sorted, and pass. */
function gathered(db: Connection, shape: PageShape & { source: Exclude<Source, "all"> }) {
  const { sort, filters, source, after } = shape;
  const isSearch = source === "search";
  const { tables, joins } = passing(filters, { source, without: null });
  const passed = isSearch
    ? found(shape)
    : sql`with ${tables} source as (${found(shape)}) select s.number, l.amount from source s ${joins}`;
  const key = isSearch ? sql`s.sort_key` : isByPrice(sort) ? sql`s.amount` : sorts[sort].key;
  const { direction } = sorts[sort];
  const order = isSearch ? sql`` : sql`order by ${key} ${direction}, s.number ${direction}`;
  const page = sql`
    select s.number, ${key} as sort_key from (${passed}) s ${cardJoin(sql`s.number`)}
    ${after ? sql`where ${isAfter(sort, key, sql`s.number`)}` : sql``} ${order} limit ${placeholder("limit")}`;
  return cards(db, sql`(${page}) as s`);
}

/**
 * Walks in the order of the sort until the page is full. It needs no order of its own: the outermost loop of cross joins
 * is the walk, which is ordered. What is sold at all, the cards tell.
 */
function walked(db: Connection, shape: PageShape) {
  const { sort, filters, source } = shape;
  const walk = walkOf(shape, sql`limit ${placeholder("steps")}`);
  const without = isByPrice(sort) ? "price" : null;
  const isSifted = filters.some(({ facet }, place) => place !== source && facet !== without);
  const { tables, joins } = passing(filters, { source, without });
  const from = isSifted
    ? sql`(
        with ${tables} walk as (${walk})
        select s.number, s.sort_key from walk s ${joins} limit ${placeholder("limit")}
      ) as s`
    : sql`(${walk}) as s`;
  return cards(db, from)
    .where(isSifted || isByPrice(sort) ? undefined : sql`${cardPrice} is not null`)
    .limit(placeholder("limit"));
}

const isByPrice = (sort: ProductSort): boolean => sort === "price" || sort === "price-desc";

const walkOf = ({ sort, filters, source, after }: PageShape, window: SQL): SQL =>
  walk(indexed(sort), { after, filters, place: typeof source === "number" ? source : undefined }, window);

/** Without a search there is no relevance: the newest come first. */
function indexed(sort: ProductSort): IndexedSort {
  return sort === "relevance" ? "newest" : sort;
}

const pages = new Shapes<ReturnType<typeof pageStatement>>();

function pageStatement(shape: PageShape) {
  const { source, filters } = shape;
  return prepared((db) =>
    source === "all" || isWalked(source, filters) ? walked(db, shape) : gathered(db, { ...shape, source }),
  );
}

const nameOf = ({ sort, filters, source, rarest, after }: PageShape) =>
  [sort, source, rarest, after, shapeOf(filters)].join();

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
