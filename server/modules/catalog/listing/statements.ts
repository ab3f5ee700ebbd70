import { type SQL, sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import type { Connection } from "../../../../db/transaction.ts";
import { cardJoin, cards } from "../cards.ts";
import { listingJoin } from "../expressions.ts";
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
const and = (terms: readonly SQL[]): SQL => (terms.length === 0 ? sql`1` : sql.join([...terms], sql` and `));

/** That the filters hold, but for those left out; those by one term first, which are found out in no time. */
function allHold(filters: readonly Filter[], isLeftOut: (filter: Filter, place: number) => boolean): SQL[] {
  const kept = [...filters.entries()].filter(([place, filter]) => !isLeftOut(filter, place));
  const byTerm = kept.filter(([, { kind }]) => kind === "term");
  const others = kept.filter(([, { kind }]) => kind !== "term");
  return [...byTerm, ...others].map(([place, { kind }]) => conditions[kind].holds(valuesOf(place)));
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
  const { key, direction } =
    source === "search" ? { key: sql`s.sort_key`, direction: undefined } : sorts[sort];
  const terms = [
    ...(source === "search"
      ? []
      : [...allHold(filters, (_, place) => place === source), ...oneVariantHas(filters)]),
    ...(after ? [isAfter(sort, key, sql`s.number`)] : []),
  ];
  const order = direction ? sql`order by ${key} ${direction}, s.number ${direction}` : sql``;
  const page = sql`
    select s.number, ${key} as sort_key, l.amount, l.currency, l.available
    from (${found(shape)}) s ${cardJoin(sql`s.number`)} ${listingJoin}
    where ${and(terms)} ${order} limit ${placeholder("limit")}`;
  return cards(db, sql`(${page}) as page ${cardJoin(sql`page.number`)}`, sql`page`, sql`page`);
}

/**
 * Walks in the order of the sort until the page is full. It needs no order of its own: the outermost loop of cross joins
 * is the walk, which is ordered.
 */
function walked(db: Connection, shape: PageShape) {
  const { sort, filters, source } = shape;
  const isByPrice = sort === "price" || sort === "price-desc";
  const terms = [
    ...allHold(filters, ({ kind }, place) => place === source || (isByPrice && kind === "price")),
    ...oneVariantHas(filters),
  ];
  const walk = walkOf(shape, sql`limit ${placeholder("steps")}`);
  return cards(db, sql`(${walk}) as s ${cardJoin(sql`s.number`)} ${listingJoin}`, sql`s`, sql`l`)
    .where(and(terms))
    .limit(placeholder("limit"));
}

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
