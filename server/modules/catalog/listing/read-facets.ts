import { prepared } from "../../../../db/prepared.ts";
import { attributes } from "../../../../db/schema/index.ts";
import { batch } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import type { FacetName, Facets } from "../schema.ts";
import { countSets } from "./count-sets.ts";
import { facetSets } from "./facet-sets.ts";
import { setFor } from "./facet-statements.ts";
import type { Filter } from "./filters.ts";
import { oneVariantHas } from "./one-variant.ts";
import { presentFacets } from "./present-facets.ts";

const attributesStatement = prepared((db) =>
  db
    .select({ key: attributes.key, name: attributes.name, type: attributes.type })
    .from(attributes)
    .orderBy(attributes.key),
);

interface Asked {
  facets: readonly FacetName[];
  total: boolean;
  filters: readonly Filter[];
  search: boolean;
  values: Record<string, unknown>;
}

interface Answer {
  facets?: Facets;
  total?: number;
  /** Whether there is more than was looked at. */
  capped: boolean;
}

/** The most products that are counted, of each set; where their total alone is asked for, more. */
const maxCounted = 1_000;
const maxTotal = 2_000;

/**
 * The most that are gone past to find those which meet the filters. Where there are more sets there are also more filters
 * to ask each product for: fewer of each are gone past, but at least so many.
 */
const maxWalked = 6_000;
const minWalked = 1_000;

/** The facets that a market's whole catalogue has counts for. */
const keptFacets: readonly FacetName[] = ["tags", "vendor", "options"];

/** Asking each product's variants takes so many times longer. */
const costOfVariants = 4;

/** Counts what was asked for, of the newest that meet the filters; all, where it is kept how many there are. */
export async function readFacets(ctx: ServiceContext, asked: Asked): Promise<Answer> {
  const { facets, total, filters, search, values } = asked;
  const sets = facetSets(facets, filters, total);
  const cost = oneVariantHas(filters).length > 0 ? costOfVariants : 1;
  const lookedAt = Math.floor((facets.length > 0 ? maxCounted : maxTotal) / cost);
  const walked = Math.floor(Math.max(minWalked, maxWalked / sets.length ** 2) / Math.sqrt(cost));
  const statements = sets.map((set) => setFor(set, { filters, search, lookedAt, walked }));
  const [defined, ...rows] = await batch(ctx, (db) => [
    attributesStatement(db),
    ...statements.map(({ count, bounds }) => count(db, { ...values, ...bounds })),
  ]);
  const counted = sets.flatMap((set, place) => {
    const [row] = rows[place] ?? [];
    const statement = statements[place];
    if (!row || !statement) return [];
    const { isPart, bounds } = statement;
    const isCut = isPart || (row.hits ?? 0) >= lookedAt || (row.seen ?? 0) >= bounds.walked;
    return { set, row, isCut };
  });
  const sole = counted.find(({ set }) => set.without === null)?.row;
  return {
    ...(facets.length > 0 && {
      facets: presentFacets(facets, await countSets(ctx, counted, filters), defined),
    }),
    ...(total && { total: sole?.total ?? sole?.hits ?? 0 }),
    capped: counted.some(({ set, row, isCut }) => {
      const isKept = row.kept !== null && set.parts.every((part) => keptFacets.includes(part));
      const isTotalCut =
        total && set.without === null && (row.total === null ? isCut : row.totalIsPart === 1);
      return isTotalCut || (set.parts.length > 0 && isCut && !isKept);
    }),
  };
}
