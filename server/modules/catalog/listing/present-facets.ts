import type { AttributeType } from "../../../../db/enums.ts";
import type { FacetName, Facets } from "../schema.ts";
import type { Counts, Range } from "./count-products.ts";
import { priceBuckets } from "./price-buckets.ts";

export interface ValueCount {
  value: string;
  count: number;
}

export interface DefinedAttribute {
  key: string;
  name: string;
  type: AttributeType;
}

/** What was counted, each in the set of products that it is counted of. */
export interface Counted {
  prices: Counts["prices"];
  stock: Counts["stock"];
  /** Of each facet, such as `option Size`. */
  values: ReadonlyMap<string, readonly ValueCount[]>;
  ranges: ReadonlyMap<string, Readonly<Range>>;
}

export function presentFacets(
  asked: readonly FacetName[],
  { prices, stock, values, ranges }: Counted,
  defined: readonly DefinedAttribute[],
): Facets {
  const has = (name: FacetName) => asked.includes(name);
  const of = (facet: string) => ordered(values.get(facet) ?? []);
  return {
    ...(has("tags") && { tags: of("tags") }),
    ...(has("vendor") && { vendor: of("vendor") }),
    ...(has("options") && { options: presentOptions(values) }),
    ...(has("price") && { price: presentPrices(prices) }),
    ...(has("availability") && { availability: stock }),
    ...(has("attributes") && {
      attributes: defined.flatMap((each) => {
        const facet = `attribute ${each.key}`;
        return presentAttribute(each, of(facet), ranges.get(facet));
      }),
    }),
  };
}

/** The most values that a facet has. */
export const maxValues = 100;

/** Those of most products first, of as many by their letters. */
function ordered(values: readonly ValueCount[]): ValueCount[] {
  return values.toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, maxValues);
}

const optionPrefix = "option ";

function presentOptions(values: Counted["values"]): Facets["options"] {
  return [...values]
    .filter(([facet]) => facet.startsWith(optionPrefix))
    .map(([facet, counts]) => ({ name: facet.slice(optionPrefix.length), values: ordered(counts) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function presentPrices(groups: Counted["prices"]): Facets["price"] {
  if (groups.length === 0) return null;
  return {
    min: Math.min(...groups.map(({ min }) => min)),
    max: Math.max(...groups.map(({ max }) => max)),
    buckets: priceBuckets(groups),
  };
}

function presentAttribute(
  { key, name, type }: DefinedAttribute,
  counts: readonly ValueCount[],
  range: Readonly<Range> | undefined,
): NonNullable<Facets["attributes"]> {
  if (type === "number") return range ? [{ key, name, type, values: [], range: { ...range } }] : [];
  const values = counts.map(({ value, count }) => ({
    value: type === "boolean" ? value === "true" : value,
    count,
  }));
  return values.length === 0 ? [] : [{ key, name, type, values, range: null }];
}
