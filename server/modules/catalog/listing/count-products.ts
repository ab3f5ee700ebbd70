import type { FacetName } from "../schema.ts";
import type { PriceGroup } from "./price-buckets.ts";

/** The facets that are counted by terms, in their order. */
export const termFacets = ["tags", "vendor", "options", "attributes"] as const;
export type TermFacet = (typeof termFacets)[number];

/** The first and the last are 0, which is no term of a facet. */
type Terms = readonly number[];

/** A product as facets count it: its lowest price, whether it can be bought (0 or 1), its terms, and what are numbers. */
export type CountedProduct = readonly [
  amount: number,
  available: number,
  terms: readonly [
    tags: Terms,
    vendor: Terms,
    options: Terms,
    attributes: Terms,
    categories: Terms,
    numbers: Readonly<Record<string, number>>,
  ],
];

export interface Range {
  min: number;
  max: number;
  count: number;
}

/** How many of some products there are of each kind. */
export interface Counts {
  prices: readonly PriceGroup[];
  stock: { inStock: number; soldOut: number };
  /** How many have each term. */
  terms: Readonly<Record<TermFacet, ReadonlyMap<number, number>>>;
  /** From where to where each attribute that is a number goes. */
  ranges: ReadonlyMap<string, Readonly<Range>>;
}

/** Where a product's terms of each are. */
const places = { tags: 0, vendor: 1, options: 2, attributes: 3 } as const satisfies Record<TermFacet, number>;

/** Of prices, terms and ranges those alone that the parts are made of. */
export function countProducts(products: readonly CountedProduct[], parts: readonly FacetName[]): Counts {
  const prices = new Map<string, Range>();
  const ranges = new Map<string, Range>();
  const none = () => new Map<number, number>();
  const found = { tags: none(), vendor: none(), options: none(), attributes: none() };
  const facets = termFacets.filter((facet) => parts.includes(facet));
  const hasPrices = parts.includes("price");
  const hasRanges = parts.includes("attributes");
  let inStock = 0;
  for (const [amount, available, terms] of products) {
    inStock += available;
    if (hasPrices) widen(prices, priceGroup(amount), amount);
    for (const facet of facets) count(found[facet], terms[places[facet]]);
    if (hasRanges) for (const key in terms[5]) widen(ranges, key, terms[5][key]);
  }
  return {
    prices: [...prices.values()],
    stock: { inStock, soldOut: products.length - inStock },
    terms: found,
    ranges,
  };
}

/** By the number of digits and the first of them: few groups, of which round buckets can be made. */
function priceGroup(amount: number): string {
  const digits = String(amount);
  return `${digits.length} ${digits[0]}`;
}

function widen(ranges: Map<string, Range>, name: string, value: number | undefined): void {
  if (value === undefined) return;
  const range = ranges.get(name);
  if (!range) {
    ranges.set(name, { min: value, max: value, count: 1 });
    return;
  }
  range.min = Math.min(range.min, value);
  range.max = Math.max(range.max, value);
  range.count++;
}

function count(counts: Map<number, number>, terms: Terms): void {
  for (const term of terms) if (term !== 0) counts.set(term, (counts.get(term) ?? 0) + 1);
}

export interface TermCount {
  term: number;
  count: number;
}

/** The terms that most products have, of as many the oldest, which have the lowest numbers. */
export function commonest(counts: ReadonlyMap<number, number>, most: number): TermCount[] {
  const all: TermCount[] = [];
  for (const [term, count] of counts) all.push({ term, count });
  return all.sort((a, b) => b.count - a.count || a.term - b.term).slice(0, most);
}
