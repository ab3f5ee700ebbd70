import type { Filter } from "./filters.ts";

/** How far the products of a price range or of an attribute's are counted; of terms it is known how many have them. */
export const maxCounted = 300;

/** The most steps that one statement takes along an index. */
export const maxSteps = 10_000;

/** The most rows of several terms that are brought into one order. */
const maxMerged = 5_000;

/** A merged or gathered row costs so many times what a step along an index does. */
const costOfSorting = 3;

/** What is taken for the share of products that meet a filter of which it is not known. */
const unknownShare = 1 / 3;

/**
 * Where a list's products come from: all in the order of the sort, those of a filter's terms in that order, those of
 * another filter, which are then sorted, or the hits of a search.
 */
export type Source = "all" | "search" | number;

export interface Plan {
  source: Source;
  /** How many products are looked at, of each term, before the next page is asked for. */
  steps: number;
}

/**
 * The least work for a page: of every source it is how many products have to be looked at until so many of them meet
 * all filters, were the filters independent of each other.
 */
export function choosePlan(filters: readonly Filter[], products: number, page: number): Plan {
  const share = ({ products: matches }: Filter) =>
    matches === null ? unknownShare : Math.min(1, Math.max(matches, 0.5) / Math.max(products, 1));
  const stepsBut = (place?: number) =>
    filters.reduce((steps, filter, at) => (at === place ? steps : steps / share(filter)), page);

  let best: Plan = { source: "all", steps: maxSteps };
  let least = Math.min(stepsBut(), maxSteps);
  for (const [place, filter] of filters.entries()) {
    if (filter.products === null) continue;
    const { cost, steps } = costOf(filter, filter.products, stepsBut(place));
    if (cost >= least) continue;
    least = cost;
    best = { source: place, steps };
  }
  return best;
}

function costOf({ kind, terms }: Filter, products: number, needed: number): { cost: number; steps: number } {
  if (kind === "term") return { cost: Math.min(products, needed), steps: maxSteps };
  if (kind !== "terms") return { cost: costOfSorting * products, steps: maxSteps };
  // One more than there are: that the last is not reached tells that there are no others.
  const steps = Math.ceil(Math.min(products + 1, Math.max(2 * needed, 50)));
  const merged = Math.min(products, terms * steps);
  return { cost: merged > maxMerged ? Number.POSITIVE_INFINITY : terms + costOfSorting * merged, steps };
}

/** The filter that the fewest products meet, of those of which it is known. */
export function rarest(filters: readonly Filter[]): number | undefined {
  let found: number | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const [place, { products }] of filters.entries()) {
    if (products === null || products >= fewest) continue;
    fewest = products;
    found = place;
  }
  return found;
}

/** What tells the shapes of statements apart: their filters' kinds, in order, and which are of options. */
export function shapeOf(filters: readonly Filter[]): string {
  return filters.map(({ kind, facet }) => (facet.startsWith("option ") ? `${kind} of option` : kind)).join();
}
