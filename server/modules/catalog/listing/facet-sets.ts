import type { FacetName } from "../schema.ts";
import type { Filter } from "./filters.ts";

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
    const filtered = filters.filter((filter) => partOf(filter.facet) === facet);
    for (const filter of filtered) own.set(filter.facet, facet);
    // Of options and attributes some may be filtered by and others not.
    if (filtered.length === 0 || facet === "options" || facet === "attributes") shared.add(facet);
  }
  const sets: FacetSet[] = [...own].map(([without, facet]) => ({ without, parts: [facet] }));
  if (total || shared.size > 0) sets.unshift({ without: null, parts: [...shared] });
  return sets;
}

/** Whether the set is the one that a facet is counted in. */
export function countsFacet(
  { without, parts }: FacetSet,
  facet: string,
  filters: readonly Filter[],
): boolean {
  if (without !== null) return facet === without;
  return parts.some((part) => part === partOf(facet)) && !filters.some((filter) => filter.facet === facet);
}

function partOf(facet: string): string {
  if (facet.startsWith("option ")) return "options";
  return facet.startsWith("attribute ") ? "attributes" : facet;
}
