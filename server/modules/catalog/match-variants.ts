import type { DraftProblem, VariantDraft } from "./product-draft.ts";

/** What tells the variants of a product apart. */
export interface Distinct {
  sku: string | null;
  optionValues: string[];
}

interface Surroundings {
  optionNames: readonly string[];
  /** The slugs of the other products that have SKUs of the drafts, by SKU. */
  foreignSkus: ReadonlyMap<string, string>;
}

export interface VariantMatch<Known> {
  /** Its place among the drafts. */
  index: number;
  draft: VariantDraft;
  /** Undefined for a new variant. */
  known: Known | undefined;
  optionValues: string[];
}

interface Matches<Known> {
  matches: VariantMatch<Known>[];
  /** Why the other drafts cannot be saved, or none of them. */
  problems: DraftProblem[];
}

/** Tells a problem with a draft, which is no match then. */
type Refuse = (index: number, field: "sku" | "optionValues", message: string) => void;

/**
 * Finds the variant that each draft is about: by SKU, else by option values; the rest are new. A draft that would give
 * two variants one SKU or the same option values is a problem.
 */
export function matchVariants<Known extends Distinct>(
  known: readonly Known[],
  drafts: readonly VariantDraft[],
  { optionNames, foreignSkus }: Surroundings,
): Matches<Known> {
  const problems: DraftProblem[] = [];
  const refuse: Refuse = (variant, field, message) => problems.push({ variant, field, message });

  const candidates = withoutTakenSkus(drafts, foreignSkus, refuse);
  const fitting = findKnown(known, candidates).filter(({ index, optionValues }) => {
    const fits = optionValues.length === optionNames.length;
    if (!fits) refuse(index, "optionValues", misfit(optionNames, optionValues));
    return fits;
  });
  const matches = withoutTakenOptions(known, fitting, refuse);
  if (unnamed(known, matches).some(({ optionValues }) => optionValues.length !== optionNames.length)) {
    const message = "Expected the options of the product's other variants, which are not named here";
    problems.push({ field: "optionNames", message });
  }
  return { matches, problems };
}

interface Candidate {
  index: number;
  draft: VariantDraft;
}

function withoutTakenSkus(
  drafts: readonly VariantDraft[],
  foreignSkus: ReadonlyMap<string, string>,
  refuse: Refuse,
): Candidate[] {
  const seen = new Set<string>();
  return drafts
    .map((draft, index) => ({ index, draft }))
    .filter(({ index, draft: { sku } }) => {
      if (!sku) return true;
      const slug = foreignSkus.get(sku);
      const owner = seen.has(sku) ? "another variant of this product" : slug && `the product ${slug}`;
      if (owner) refuse(index, "sku", `Expected an SKU of its own, but "${sku}" is that of ${owner}`);
      seen.add(sku);
      return !owner;
    });
}

function findKnown<Known extends Distinct>(
  known: readonly Known[],
  candidates: readonly Candidate[],
): VariantMatch<Known>[] {
  const bySku = new Map(known.map((variant) => [variant.sku, variant]));
  const byOptions = new Map(known.map((variant) => [key(variant.optionValues), variant]));
  const ofSku = ({ sku }: VariantDraft) => (sku ? bySku.get(sku) : undefined);
  const foundBySku = new Set(candidates.map(({ draft }) => ofSku(draft)));

  return candidates.map(({ index, draft }) => {
    const alike = byOptions.get(key(draft.optionValues ?? []));
    const found = ofSku(draft) ?? (foundBySku.has(alike) ? undefined : alike);
    return { index, draft, known: found, optionValues: draft.optionValues ?? found?.optionValues ?? [] };
  });
}

/** A refused draft leaves its variant as it is, whose option values may then be in the way of other drafts. */
function withoutTakenOptions<Known extends Distinct>(
  known: readonly Known[],
  matches: VariantMatch<Known>[],
  refuse: Refuse,
): VariantMatch<Known>[] {
  const taken = new Set(unnamed(known, matches).map(({ optionValues }) => key(optionValues)));
  const free = matches.filter(({ index, optionValues }) => {
    const isFree = !taken.has(key(optionValues));
    if (!isFree) refuse(index, "optionValues", "Another variant of this product has the same option values");
    taken.add(key(optionValues));
    return isFree;
  });
  return free.length === matches.length ? free : withoutTakenOptions(known, free, refuse);
}

function unnamed<Known>(known: readonly Known[], matches: readonly VariantMatch<Known>[]): Known[] {
  const named = new Set(matches.map((match) => match.known));
  return known.filter((variant) => !named.has(variant));
}

const key = (optionValues: readonly string[]) => JSON.stringify(optionValues);

function misfit(names: readonly string[], values: readonly string[]): string {
  const expected =
    names.length > 0 ? `a value for each of ${names.join(", ")}` : "no value: no option is named";
  return `Expected ${expected}, got ${values.join(", ") || "nothing"}`;
}
