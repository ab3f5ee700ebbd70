import { prepared } from "../../../../db/prepared.ts";
import { attributes } from "../../../../db/schema/index.ts";
import { batch } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import type { FacetName, Facets } from "../schema.ts";
import { type FacetRow, facetSets, setFor } from "./facet-statements.ts";
import type { Filter } from "./filters.ts";
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

/** The most products that are looked at to count them, over all sets; of each set at least so many. */
const maxLookedAt = 300;
const minLookedAt = 100;

/** Counts what was asked for, of no more products than `maxLookedAt` over all sets. */
export async function readFacets(ctx: ServiceContext, asked: Asked): Promise<Counted> {
  const { filters, search, values } = asked;
  const sets = facetSets(asked.facets, filters, asked.total);
  const lookedAt = Math.max(minLookedAt, Math.floor(maxLookedAt / sets.length));
  const statements = sets.map((set) => setFor(set, { filters, search, lookedAt }));
  const [defined, ...counted] = await batch(ctx, (db) => [
    attributesStatement(db),
    ...statements.map(({ count, steps }) => count(db, { ...values, lookedAt, steps })),
  ]);
  const rows = counted.flat();
  const sole = sets[0]?.without === null ? (counted[0] ?? []) : [];
  return {
    ...(asked.facets.length > 0 && { facets: presentFacets(asked.facets, rows, defined) }),
    ...(asked.total && { total: countOf(sole, "total") }),
    capped:
      statements.some(({ isPart }) => isPart) ||
      rows.some(({ facet, count }) => facet === "seen" && count >= lookedAt),
  };
}

function countOf(rows: readonly FacetRow[], facet: string): number {
  return rows.find((row) => row.facet === facet)?.count ?? 0;
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
