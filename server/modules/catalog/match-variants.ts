import type { DraftProblem, VariantDraft } from "./product-draft.ts";
import {
  optionsKey,
  type Refuse,
  unnamed,
  withoutSurplus,
  withoutTakenBarcodes,
  withoutTakenCodes,
  withoutTakenOptions,
} from "./variant-conflicts.ts";

/** What tells the variants of a product apart. */
export interface Distinct {
  sku: string | null;
  barcode: string | null;
  optionValues: string[];
}

/** What no two variants of the store share. */
export type Code = "sku" | "barcode";

interface Surroundings {
  optionNames: readonly string[];
  /** The slugs of the other products that have SKUs and barcodes of the drafts, by SKU and barcode. */
  foreign: Record<Code, ReadonlyMap<string, string>>;
}

export interface VariantMatch<Known> {
  /** Its place among the drafts. */
  index: number;
  draft: VariantDraft;
  /** Undefined for a new variant. */
  known: Known | undefined;
  optionValues: string[];
}

/** A draft that may still be saved. */
export interface Candidate {
  index: number;
  draft: VariantDraft;
}

interface Matches<Known> {
  matches: VariantMatch<Known>[];
  /** Why the other drafts cannot be saved, or none of them. */
  problems: DraftProblem[];
}

/**
 * Finds the variant that each draft is about: by SKU, else by option values; the rest are new. A draft that would give
 * two variants one SKU or the same option values is a problem.
 */
export function matchVariants<Known extends Distinct>(
  known: readonly Known[],
  drafts: readonly VariantDraft[],
  { optionNames, foreign }: Surroundings,
): Matches<Known> {
  const problems: DraftProblem[] = [];
  const refuse: Refuse = (variant, field, message) => problems.push({ variant, field, message });

  const all = drafts.map((draft, index) => ({ index, draft }));
  const ownSkus = withoutTakenCodes(all, "sku", foreign.sku, refuse);
  const candidates = withoutTakenCodes(ownSkus, "barcode", foreign.barcode, refuse);
  const fitting = findKnown(known, candidates).filter(({ index, optionValues }) => {
    const fits = optionValues.length === optionNames.length;
    if (!fits) refuse(index, "optionValues", misfit(optionNames, optionValues));
    return fits;
  });
  const unlike = withoutTakenOptions(known, fitting, refuse);
  const unbarred = withoutTakenBarcodes(known, unlike, refuse);
  const matches = withoutSurplus(known.length, unbarred, refuse);
  if (unnamed(known, matches).some(({ optionValues }) => optionValues.length !== optionNames.length)) {
    const message = "Expected the options of the product's other variants, which are not named here";
    problems.push({ field: "optionNames", message });
  }
  return { matches, problems };
}

function findKnown<Known extends Distinct>(
  known: readonly Known[],
  candidates: readonly Candidate[],
): VariantMatch<Known>[] {
  const bySku = new Map(known.map((variant) => [variant.sku, variant]));
  const byOptions = new Map(known.map((variant) => [optionsKey(variant.optionValues), variant]));
  const ofSku = ({ sku }: VariantDraft) => (sku ? bySku.get(sku) : undefined);
  const foundBySku = new Set(candidates.map(({ draft }) => ofSku(draft)));

  return candidates.map(({ index, draft }) => {
    const alike = byOptions.get(optionsKey(draft.optionValues ?? []));
    const found = ofSku(draft) ?? (foundBySku.has(alike) ? undefined : alike);
    return { index, draft, known: found, optionValues: draft.optionValues ?? found?.optionValues ?? [] };
  });
}

function misfit(names: readonly string[], values: readonly string[]): string {
  const expected =
    names.length > 0 ? `a value for each of ${names.join(", ")}` : "no value: no option is named";
  return `Expected ${expected}, got ${values.join(", ") || "nothing"}`;
}
