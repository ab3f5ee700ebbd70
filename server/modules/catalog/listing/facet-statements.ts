import { type SQL, sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import { documents, maxAsked } from "../search/candidates.ts";
import { publicParts } from "../search/query-parts.ts";
import { type TermFacet, termFacets } from "./count-products.ts";
import type { FacetSet } from "./facet-sets.ts";
import { type Filter, listed, valuesOf } from "./filters.ts";
import { passing } from "./passing.ts";
import { rarest, type Source, shapeOf } from "./plan.ts";
import { maxValues } from "./present-facets.ts";
import { Shapes } from "./shapes.ts";
import { walk } from "./sorts.ts";
import { found } from "./statements.ts";
import { isAllSeen, knownTotal } from "./totals.ts";

const { placeholder } = sql;

/** What the terms of the facets are of. */
const termKinds: Record<TermFacet, readonly string[]> = {
  tags: ["tag"],
  vendor: ["vendor"],
  options: ["option"],
  attributes: ["text", "flag"],
};

/** The facet of a term: `tags`, `vendor`, `option Size`, `attribute material`. */
export const facetOf = (term: SQL): SQL => sql`
  case ${term}.kind when 'tag' then 'tags' when 'vendor' then 'vendor' when 'option' then 'option ' || ${term}.name
    else 'attribute ' || ${term}.name end`;

interface SetShape extends FacetSet {
  filters: readonly Filter[];
  source: Source;
  /** Of a search, the filter that the fewest products meet. */
  fewest: number | undefined;
}

const statements = new Shapes<ReturnType<typeof setStatement>>();

function setStatement(shape: SetShape) {
  const { without, parts, filters, source } = shape;
  const total = without === null ? knownTotal(filters, source) : undefined;
  // What is known already needs no product to be looked at.
  const counted = total && parts.length === 0 ? sql`select null as hits, null as seen` : countedOf(shape);
  return prepared((db) =>
    db
      .select({
        total: sql<number | null>`total`,
        totalIsPart: sql<number | null>`is_part`,
        hits: sql<number | null>`hits`,
        seen: sql<number | null>`seen`,
        products: sql<string | null>`${parts.length === 0 ? sql`null` : sql`products`}`,
        kept: sql<string | null>`${keptOf(shape)}`,
      })
      .from(sql`(${counted}) as counted, (${total ?? sql`select null as total, null as is_part`}) as known`),
  );
}

/** The products to look at, the newest where that is known; what is not in the source has been left out already. */
function seenBy({ filters, source, fewest, without }: SetShape): SQL {
  const walked = sql`limit ${placeholder("walked")}`;
  const kind = typeof source === "number" ? filters[source]?.kind : undefined;
  if (typeof source === "number" && kind === "terms") return newestOf(source, walked);
  if (source === "all" || (source !== "search" && kind === "term")) {
    return walk("newest", { after: false, filters, place: source === "all" ? undefined : source }, walked);
  }
  return sql`select number from (${found({ sort: "newest", filters, source, rarest: fewest, without })}) ${walked}`;
}

/** A date in seconds before a product's number, in one integer: many are sorted in a fraction of the time of pairs. */
const dated = sql`(published_at / 1000 << 30) + product`;
const numberOf = (value: SQL): SQL => sql`${value} & 1073741823`;

/** The newest products of any of several terms. */
function newestOf(place: number, walked: SQL): SQL {
  return sql`
    select ${numberOf(sql`r.value`)} as number
    from ${listed(valuesOf(place))} t cross join json_each((
      select json_group_array(dated) from (
        select ${dated} as dated from listing_entries indexed by listing_entries_newest
        where term = t.value and published_at <= ${placeholder("now")}
        order by published_at desc, product desc limit ${placeholder("steps")}
      )
    )) r
    group by r.value order by r.value desc ${walked}`;
}

/**
 * How many of them pass, and those as an array of what `countProducts` takes; how many were gone past, where that was
 * not for as many as are counted at most.
 */
function countedOf(shape: SetShape): SQL {
  const { filters, source } = shape;
  // What a search finds passes already.
  const prices = shape.parts.includes("price") || shape.parts.includes("availability");
  const asked = { ...shape, wanted: "terms", prices } as const;
  const { tables, joins } = passing(source === "search" ? [] : filters, asked);
  const price = prices ? sql`l.amount, l.available` : sql`0 as amount, 0 as available`;
  const goneBy =
    source === "search"
      ? sql`(with ${publicParts} select * from ${documents})`
      : sql`(select count(*) from seen)`;
  // To walk once more costs less than to keep what was walked past.
  return sql`
    with ${tables} seen as not materialized (${seenBy(shape)})
    select hits, products, iif(hits < ${placeholder("lookedAt")}, ${goneBy}, null) as seen
    from (
      select count(*) as hits,
        '[' || group_concat('[' || amount || ',' || available || ',' || terms || ']') || ']' as products
      from (select ${price}, f.terms from seen s ${joins} limit ${placeholder("lookedAt")})
    )`;
}

/**
 * Of all products, where the market shows all: how many have a term is kept. An array of a facet, a value and a count
 * each, of the values that most have; null where nothing is kept.
 */
function keptOf({ without, parts, filters, source }: SetShape): SQL {
  const kinds = termFacets.flatMap((facet) => (parts.includes(facet) ? termKinds[facet] : []));
  if (source !== "all" || filters.some(({ facet }) => facet !== without) || kinds.length === 0)
    return sql`null`;
  const named = kinds.map(
    (kind) => sql`select distinct kind, name from listing_terms where kind = ${sql.raw(`'${kind}'`)}`,
  );
  return sql`iif(${isAllSeen}, (
    select json_group_array(json_array(
      ${facetOf(sql`n`)}, t.value ->> 0, t.value ->> 1
    ))
    from (${sql.join(named, sql` union all `)}) n cross join json_each((
      select json_group_array(json_array(value, products)) from (
        select value, products from listing_terms indexed by listing_terms_by_products
        where kind = n.kind and name = n.name and products > 0
        order by products desc limit ${sql.raw(String(maxValues))}
      )
    )) t
  ), null)`;
}

export type SetRow = Awaited<ReturnType<ReturnType<typeof setStatement>>>[number];

interface Asked {
  filters: readonly Filter[];
  search: boolean;
  /** The most products that are counted, and that are gone past. */
  lookedAt: number;
  walked: number;
}

/** What counts one set; how far it goes; and whether that is known to be a part, the newest. */
export function setFor(set: FacetSet, { filters, search, lookedAt, walked }: Asked) {
  const isLeftOut = ({ facet }: Filter) => facet === set.without;
  const fewest = rarest(
    filters.map((filter) => (isLeftOut(filter) ? { ...filter, products: null } : filter)),
  );
  const source = search ? "search" : (fewest ?? "all");
  const { products = 0, terms = 0 } = (typeof source === "number" && filters[source]) || {};
  const isPart = terms > 0 && (products ?? 0) > walked;
  const left = filters.map(({ facet }) => facetKind(facet, set.without)).join();
  const name = [set.without === null, set.parts.join("+"), source, fewest, left, shapeOf(filters)].join();
  const isSifted = filters.some((filter, place) => place !== source && !isLeftOut(filter));
  // To bring several terms into one order takes all their rows: where all pass, no more than are counted.
  const far = search ? maxAsked : terms > 1 && !isSifted ? lookedAt : walked;
  return {
    count: statements.get(name, () => setStatement({ ...set, filters, source, fewest })),
    isPart,
    // Of a part twice as many as there would be of each term were they evenly spread.
    bounds: { lookedAt, walked: far, steps: isPart ? Math.ceil((2 * far) / terms) : walked },
  };
}

/** What a filter's facet is to the set's statement. */
function facetKind(facet: string, without: string | null): string {
  if (facet === without) return "x";
  return facet.startsWith("option ") ? "o" : facet.startsWith("attribute ") ? "a" : "";
}
