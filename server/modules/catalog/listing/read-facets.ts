import { prepared } from "../../../../db/prepared.ts";
import { attributes } from "../../../../db/schema/index.ts";
import { batch } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import type { FacetName, Facets } from "../schema.ts";
import { type FacetRow, facetSets, maxTotal, setFor } from "./facet-statements.ts";
import type { Filter } from "./filters.ts";
import { oneVariantHas } from "./one-variant.ts";
import { priceBuckets } from "./price-buckets.ts";

const attributesStatement = prepared((db) =>
  db
    .select({ key: attributes.key, name: attributes.name, type: attributes.type })
    .from(attributes)
    .orderBy(attributes.key),
);

type AttributeRow = Awaited<ReturnType<typeof attributesStatement>>[number];

interface Asked {
  facets: readonly FacetName[];
  total: boolean;
  filters: readonly Filter[];
  search: boolean;
  values: Record<string, unknown>;
}

interface Counted {
  facets?: Facets;
  total?: number;
  /** Whether there is more than was looked at. */
  capped: boolean;
}

/** The most products that are counted, over all sets; of each set at least so many. */
const maxCounted = 2_000;
const minCounted = 1_000;

/** The most that are gone past to find those which meet the filters. */
const maxWalked = 10_000;
const minWalked = 5_000;

/** The facets that a market's whole catalogue has counts for. */
const keptFacets: readonly FacetName[] = ["tags", "vendor", "options"];

/** Asking each product's variants takes so many times longer. */
const costOfVariants = 4;

const shareOf = (most: number, least: number, sets: number) => Math.max(least, Math.floor(most / sets));

/** Counts what was asked for, of the newest that meet the filters; all, where it is kept how many there are. */
export async function readFacets(ctx: ServiceContext, asked: Asked): Promise<Counted> {
  const { filters, search, values } = asked;
  const sets = facetSets(asked.facets, filters, asked.total);
  const cost = oneVariantHas(filters).length > 0 ? costOfVariants : 1;
  const lookedAt = Math.floor(shareOf(maxCounted, minCounted, sets.length) / cost);
  const walked = Math.floor(shareOf(maxWalked, minWalked, sets.length) / Math.sqrt(cost));
  const statements = sets.map((set) => setFor(set, { filters, search, walked }));
  const [defined, ...counted] = await batch(ctx, (db) => [
    attributesStatement(db),
    ...statements.map(({ count, steps }) => count(db, { ...values, lookedAt, walked, steps })),
  ]);
  const rows = counted.flat();
  const sole = sets[0]?.without === null ? (counted[0] ?? []) : [];
  return {
    ...(asked.facets.length > 0 && { facets: presentFacets(asked.facets, rows, defined) }),
    ...(asked.total && { total: countOf(sole, "total") ?? countOf(sole, "hits") ?? 0 }),
    capped: sets.some(({ without, parts }, place) => {
      const set = counted[place] ?? [];
      const isCut =
        statements[place]?.isPart === true ||
        (countOf(set, "seen") ?? 0) >= walked ||
        (countOf(set, "hits") ?? 0) >= lookedAt;
      const isKept = countOf(set, "whole") === 1 && parts.every((part) => keptFacets.includes(part));
      const total = countOf(set, "total");
      const isTotalCut = without === null && asked.total && (total === undefined ? isCut : total >= maxTotal);
      return isTotalCut || (parts.length > 0 && isCut && !isKept);
    }),
  };
}

function countOf(rows: readonly FacetRow[], facet: string): number | undefined {
  return rows.find((row) => row.facet === facet)?.count;
}

function presentFacets(
  asked: readonly FacetName[],
  rows: readonly FacetRow[],
  defined: readonly AttributeRow[],
): Facets {
  const of = (facet: string) => rows.filter((row) => row.facet === facet);
  const has = (name: FacetName) => asked.includes(name);
  return {
    ...(has("tags") && { tags: of("tags").map(valueCount) }),
    ...(has("vendor") && { vendor: of("vendor").map(valueCount) }),
    ...(has("options") && { options: byName(of("options")) }),
    ...(has("price") && { price: presentPrices(of("price")) }),
    ...(has("availability") && { availability: presentAvailability(of("availability")) }),
    ...(has("attributes") && { attributes: defined.flatMap((each) => presentAttribute(each, rows)) }),
  };
}

const valueCount = ({ value, count }: FacetRow) => ({ value: String(value), count });

function byName(rows: readonly FacetRow[]) {
  const names = [...new Set(rows.map(({ name }) => String(name)))].sort();
  return names.map((name) => ({
    name,
    values: rows.filter((row) => row.name === name).map(valueCount),
  }));
}

function presentPrices(rows: readonly FacetRow[]): Facets["price"] {
  const groups = rows.map(({ name, value, count }) => ({ min: Number(name), max: Number(value), count }));
  if (groups.length === 0) return null;
  return {
    min: Math.min(...groups.map(({ min }) => min)),
    max: Math.max(...groups.map(({ max }) => max)),
    buckets: priceBuckets(groups),
  };
}

function presentAvailability(rows: readonly FacetRow[]) {
  const of = (available: number) => rows.find(({ value }) => value === available)?.count ?? 0;
  return { inStock: of(1), soldOut: of(0) };
}

function presentAttribute(
  { key, name, type }: AttributeRow,
  rows: readonly FacetRow[],
): NonNullable<Facets["attributes"]> {
  if (type === "number") {
    const range = rows.find((row) => row.facet === "ranges" && row.name === key);
    if (!range) return [];
    const [min, max]: [number, number] = JSON.parse(String(range.value));
    return [{ key, name, type, values: [], range: { min, max, count: range.count } }];
  }
  const values = rows
    .filter((row) => row.facet === "attributes" && row.name === key)
    .map(({ value, count }) => ({ value: type === "boolean" ? value === "true" : String(value), count }));
  return values.length === 0 ? [] : [{ key, name, type, values, range: null }];
}
