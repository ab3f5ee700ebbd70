import { type SQL, sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import { isPublished, listingJoin, marketCurrency } from "../expressions.ts";
import type { FacetName } from "../schema.ts";
import { type Filter, valuesOf } from "./filters.ts";
import { oneVariantHas } from "./one-variant.ts";
import { rarest, type Source, shapeOf } from "./plan.ts";
import { Shapes } from "./shapes.ts";
import { walk } from "./sorts.ts";
import { allHold, and, found } from "./statements.ts";

/** The most values that a facet counts, those of most products. */
const maxValues = 100;

/** What is counted of one set of products: those that meet all filters but the ones of one facet. */
export interface FacetSet {
  /** `option Size`, `attribute material` or a facet's name; null when every filter counts. */
  without: string | null;
  parts: readonly FacetName[];
}

/** The sets to look at: one for all that is not filtered by, one for each facet that is. */
export function facetSets(
  facets: readonly FacetName[],
  filters: readonly Filter[],
  total: boolean,
): FacetSet[] {
  const own = new Map<string, FacetName>();
  const shared = new Set<FacetName>();
  for (const facet of facets) {
    const filtered = filters.filter((filter) => facetOf(filter) === facet);
    for (const filter of filtered) own.set(filter.facet, facet);
    // Of options and attributes some may be filtered by and others not.
    if (filtered.length === 0 || facet === "options" || facet === "attributes") shared.add(facet);
  }
  const sets: FacetSet[] = [...own].map(([without, facet]) => ({ without, parts: [facet] }));
  if (total || shared.size > 0) sets.unshift({ without: null, parts: [...shared] });
  return sets;
}

function facetOf({ facet }: Filter): string {
  if (facet.startsWith("option ")) return "options";
  return facet.startsWith("attribute ") ? "attributes" : facet;
}

/** The names of options or attributes that are counted in this set: the one it leaves out, or all not filtered by. */
function named(
  kind: "option" | "attribute",
  column: SQL,
  filters: readonly Filter[],
  without: string | null,
): SQL {
  const nameOf = (place: number) => valuesOf(place)(filters[place]?.kind === "number" ? 0 : 1);
  const place = filters.findIndex(({ facet }) => facet === without);
  if (without !== null) return sql`${column} = ${nameOf(place)}`;
  const places = [...filters.keys()].filter((each) => filters[each]?.facet.startsWith(`${kind} `));
  if (places.length === 0) return sql`1`;
  return sql`${column} not in (${sql.join(places.map(nameOf), sql`, `)})`;
}

type Counting = (filters: readonly Filter[], without: string | null) => SQL[];

/** Those of most products of the terms of a kind, of each name. */
const ofTerms = (facet: string, name: SQL, kinds: string, terms: SQL = sql`1`): SQL => sql`
  select ${sql.raw(`'${facet}'`)} as facet, ${name} as name, t.value as value, c.count as count
  from counts c cross join listing_terms t on t.id = c.term
  where t.kind in (${sql.raw(kinds)}) and ${terms} order by count desc, value limit ${sql.raw(String(maxValues))}`;

/** How each facet is counted over `hits` and their terms' `counts`: rows of a facet's name, a name within it, a value and a count. */
const counting: Record<FacetName, Counting> = {
  tags: () => [ofTerms("tags", sql`null`, "'tag'")],
  vendor: () => [ofTerms("vendor", sql`null`, "'vendor'")],
  options: (filters, without) => [
    ofTerms("options", sql`t.name`, "'option'", named("option", sql`t.name`, filters, without)),
  ],
  // By the number of digits and the first of them: few groups, of which round buckets can be made.
  price: () => [
    sql`select 'price' as facet, min(amount) as name, max(amount) as value, count(*) as count
      from hits group by length(amount), substr(amount, 1, 1)`,
  ],
  availability: () => [
    sql`select 'availability' as facet, null as name, available as value, count(*) as count
      from hits group by available`,
  ],
  attributes: (filters, without) => [
    ofTerms("attributes", sql`t.name`, "'text', 'flag'", named("attribute", sql`t.name`, filters, without)),
    sql`select 'ranges' as facet, a.key as name, json_array(min(a.number), max(a.number)) as value, count(*) as count
      from attributes d cross join hits cross join product_attributes a on a.product_id = hits.id and a.key = d.key
      where d.type = 'number' and ${named("attribute", sql`d.key`, filters, without)} group by a.key`,
  ],
};

/** The facets that are counted by terms. */
const termFacets: readonly FacetName[] = ["tags", "vendor", "options", "attributes"];

interface SetShape extends FacetSet {
  filters: readonly Filter[];
  source: Source;
  /** Of a search, the filter that the fewest products meet. */
  fewest: number | undefined;
  /** Whether the newest of the source are counted, as against all it has. */
  isPart: boolean;
}

/** As far as the products of a term, or all, are counted along an index. */
export const maxTotal = 200_000;
const most = sql.raw(String(maxTotal));

/** How many products of a term can be seen in the market: all that are sold in it, but for what is published later. */
const seenOf = (term: SQL): SQL => sql`(
  select iif(sold >= ${most}, ${most}, sold - (
    select count(*) from listing_entries e indexed by listing_entries_newest
      cross join products p on p.number = e.product ${listingJoin}
    where e.term = ${term} and e.published_at > ${sql.placeholder("now")}
  ))
  from (
    select count(*) as sold from (
      select 1 from listing_prices where term = ${term} and currency = ${marketCurrency} limit ${most}
    )
  )
)`;

/** The total, where an index knows it: of all products or of those of one term. */
function knownTotal(filters: readonly Filter[], source: Source): SQL | undefined {
  if (source === "search" || filters.length > 1) return undefined;
  if (filters.length === 0) return seenOf(sql`0`);
  return filters[0]?.kind === "term" ? seenOf(valuesOf(0)(0)) : undefined;
}

const statements = new Shapes<ReturnType<typeof setStatement>>();

function setStatement({ without, parts, filters, source, fewest, isPart }: SetShape) {
  const walked = sql`limit ${sql.placeholder("walked")}`;
  const seen =
    source === "all" || (source !== "search" && isPart)
      ? walk("newest", { after: false, filters, place: source === "all" ? undefined : source }, walked)
      : sql`${found({ sort: "newest", filters, source, rarest: fewest })} ${walked}`;
  const terms = [
    ...allHold(filters, ({ facet }, place) => place === source || facet === without),
    ...oneVariantHas(filters, without),
  ];
  const hits = sql`
    select s.number, p.id, l.amount, l.available
    from seen s cross join products p on p.number = s.number and ${isPublished} ${listingJoin}
    where ${and(terms)} limit ${sql.placeholder("lookedAt")}`;
  // Of all products it is kept how many have a term; that holds for a market when it sells them all, now.
  const isUnfiltered = source === "all" && filters.every(({ facet }) => facet === without);
  const isWhole = isUnfiltered
    ? sql`(select ${seenOf(sql`0`)} = products from listing_terms where id = 0)`
    : sql`0`;
  const counts = sql`
    select e.term, count(*) as count from whole cross join hits cross join listing_entries e on e.product = hits.number
    where not whole.is_whole group by e.term
    ${isUnfiltered ? sql`union all select id, products from whole cross join listing_terms where whole.is_whole and products > 0` : sql``}`;
  const withCounts = parts.some((part) => termFacets.includes(part))
    ? sql`, counts as materialized (${counts})`
    : sql``;
  const counted = parts.flatMap((part) => counting[part](filters, without));
  const total = without === null ? knownTotal(filters, source) : undefined;
  const known = sql`select 'total' as facet, null as name, null as value, ${total} as count`;
  const looked = [
    sql`select 'seen' as facet, null as name, null as value, count(*) as count from seen`,
    sql`select 'hits' as facet, null as name, null as value, count(*) as count from hits`,
    sql`select 'whole' as facet, null as name, null as value, is_whole as count from whole`,
    ...counted.map((each) => sql`select * from (${each})`),
  ];
  // What is known already needs no product to be looked at.
  const rows = [...(total ? [known] : []), ...(total && parts.length === 0 ? [] : looked)];
  return prepared((db) =>
    db
      .select({
        facet: sql<string>`facet`,
        name: sql<string | number | null>`name`,
        value: sql<string | number | null>`value`,
        count: sql<number>`count`,
      })
      .from(sql`(
        with seen as materialized (${seen}), hits as materialized (${hits}), whole(is_whole) as materialized (select ${isWhole}) ${withCounts}
        ${sql.join(rows, sql` union all `)}
      ) as counted`),
  );
}

export type FacetRow = Awaited<ReturnType<ReturnType<typeof setStatement>>>[number];

interface Asked {
  filters: readonly Filter[];
  search: boolean;
  /** The most products that are gone past. */
  walked: number;
}

/** What counts one set; whether that is known to be a part, the newest; and how many of each term are looked at then. */
export function setFor(set: FacetSet, { filters, search, walked }: Asked) {
  const others = filters.map((filter) =>
    filter.facet === set.without ? { ...filter, products: null } : filter,
  );
  const fewest = rarest(others);
  const source = search ? "search" : (fewest ?? "all");
  const { products = 0, terms = 0 } = (typeof source === "number" && filters[source]) || {};
  const isPart = terms > 0 && (products ?? 0) > walked;
  const left = filters.map(({ facet }) => facetKind(facet, set.without)).join();
  const name = [
    set.without === null,
    set.parts.join("+"),
    source,
    fewest,
    isPart,
    left,
    shapeOf(filters),
  ].join();
  const count = statements.get(name, () => setStatement({ ...set, filters, source, fewest, isPart }));
  // Twice as many as there would be of each were they evenly spread.
  return { count, isPart, steps: Math.ceil((2 * walked) / Math.max(terms, 1)) };
}

/** What a filter's facet is to the set's statement. */
function facetKind(facet: string, without: string | null): string {
  if (facet === without) return "x";
  return facet.startsWith("option ") ? "o" : facet.startsWith("attribute ") ? "a" : "";
}
