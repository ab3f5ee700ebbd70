import { sql } from "drizzle-orm";
import { prepared } from "../../../../db/prepared.ts";
import type { ServiceContext } from "../../../core/context.ts";
import {
  type CountedProduct,
  commonest,
  countProducts,
  type Range,
  type TermFacet,
  termFacets,
} from "./count-products.ts";
import { countsFacet, type FacetSet } from "./facet-sets.ts";
import { facetOf, type SetRow } from "./facet-statements.ts";
import type { Filter } from "./filters.ts";
import { type Counted, maxValues, type ValueCount } from "./present-facets.ts";

/** Of how many terms it is looked up what they are, of those that most have; of options and attributes several share them. */
const told: Record<TermFacet, number> = {
  tags: maxValues,
  vendor: maxValues,
  options: 5 * maxValues,
  attributes: 5 * maxValues,
};

const termsStatement = prepared((db) =>
  db
    .select({ term: sql<number>`t.id`, facet: sql<string>`${facetOf(sql`t`)}`, value: sql<string>`t.value` })
    .from(sql`listing_terms t`)
    .where(sql`t.id in (select value from json_each(${sql.placeholder("terms")}))`),
);

/** A set of products and what was read of them. */
interface CountedSet {
  set: FacetSet;
  row: SetRow;
}

/** Counts the products of the sets, each facet in its own, and looks up what the terms of most of them are. */
export async function countSets(
  { db }: ServiceContext,
  sets: readonly CountedSet[],
  filters: readonly Filter[],
): Promise<Counted> {
  const values = new Map<string, ValueCount[]>();
  const ranges = new Map<string, Range>();
  const found: Counted = { prices: [], stock: { inStock: 0, soldOut: 0 }, values, ranges };
  const counted: { set: FacetSet; terms: Map<number, number> }[] = [];
  const add = (set: FacetSet, facet: string, each: ValueCount) => {
    if (!countsFacet(set, facet, filters)) return;
    const others = values.get(facet);
    if (others) others.push(each);
    else values.set(facet, [each]);
  };
  for (const { set, row } of sets) {
    const products: CountedProduct[] = JSON.parse(row.products ?? "[]");
    const counts = countProducts(products, set.parts);
    if (set.parts.includes("price")) found.prices = counts.prices;
    if (set.parts.includes("availability")) found.stock = counts.stock;
    for (const [key, range] of counts.ranges) {
      const facet = `attribute ${key}`;
      if (countsFacet(set, facet, filters)) ranges.set(facet, range);
    }
    const kept: [facet: string, value: string, count: number][] = JSON.parse(row.kept ?? "[]");
    for (const [facet, value, count] of kept) add(set, facet, { value, count });
    if (row.kept !== null) continue;
    const terms = new Map<number, number>();
    for (const facet of termFacets) {
      for (const { term, count } of commonest(counts.terms[facet], told[facet])) terms.set(term, count);
    }
    counted.push({ set, terms });
  }
  const terms = [...new Set(counted.flatMap((each) => [...each.terms.keys()]))];
  const rows = terms.length === 0 ? [] : await termsStatement(db, { terms: JSON.stringify(terms) });
  for (const { term, facet, value } of rows) {
    for (const { set, terms } of counted) {
      const count = terms.get(term);
      if (count !== undefined) add(set, facet, { value, count });
    }
  }
  return found;
}
