import type { Candidate, Code, Distinct, VariantMatch } from "./match-variants.ts";

/** Tells a problem with a draft, which is no match then. */
export type Refuse = (index: number, field: Code | "optionValues" | null, message: string) => void;

/** How a code is called in a sentence. */
const called = { sku: "an SKU", barcode: "a barcode" };

export function withoutTakenCodes(
  candidates: readonly Candidate[],
  field: Code,
  foreign: ReadonlyMap<string, string>,
  refuse: Refuse,
): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ index, draft }) => {
    const code = draft[field];
    if (!code) return true;
    const slug = foreign.get(code);
    const owner = seen.has(code) ? "another variant of this product" : slug && `the product ${slug}`;
    if (owner)
      refuse(index, field, `Expected ${called[field]} of its own, but "${code}" is that of ${owner}`);
    seen.add(code);
    return !owner;
  });
}

/** A refused draft leaves its variant as it is, whose option values may then be in the way of other drafts. */
export function withoutTakenOptions<Known extends Distinct>(
  known: readonly Known[],
  matches: VariantMatch<Known>[],
  refuse: Refuse,
): VariantMatch<Known>[] {
  const taken = new Set(unnamed(known, matches).map(({ optionValues }) => optionsKey(optionValues)));
  const free = matches.filter(({ index, optionValues }) => {
    const isFree = !taken.has(optionsKey(optionValues));
    if (!isFree) refuse(index, "optionValues", "Another variant of this product has the same option values");
    taken.add(optionsKey(optionValues));
    return isFree;
  });
  return free.length === matches.length ? free : withoutTakenOptions(known, free, refuse);
}

/** A variant that is not named keeps its barcode, and so does one whose draft speaks of none. */
export function withoutTakenBarcodes<Known extends Distinct>(
  known: readonly Known[],
  matches: VariantMatch<Known>[],
  refuse: Refuse,
): VariantMatch<Known>[] {
  const silent = matches.filter(({ draft }) => draft.barcode === undefined).map((match) => match.known);
  const kept = new Set([...unnamed(known, matches), ...silent].flatMap((variant) => variant?.barcode ?? []));
  const free = matches.filter(({ index, draft: { barcode } }) => {
    const isFree = !barcode || !kept.has(barcode);
    const message = `Expected a barcode of its own, but "${barcode}" is that of another variant of this product`;
    if (!isFree) refuse(index, "barcode", message);
    return isFree;
  });
  return free.length === matches.length ? free : withoutTakenBarcodes(known, free, refuse);
}

/** As many as the database lets a product have. */
const maxVariants = 250;

export function withoutSurplus<Known>(
  knownCount: number,
  matches: readonly VariantMatch<Known>[],
  refuse: Refuse,
): VariantMatch<Known>[] {
  let count = knownCount;
  return matches.filter(({ index, known }) => {
    if (known) return true;
    count += 1;
    if (count > maxVariants) refuse(index, null, `A product has at most ${maxVariants} variants`);
    return count <= maxVariants;
  });
}

export function unnamed<Known>(known: readonly Known[], matches: readonly VariantMatch<Known>[]): Known[] {
  const named = new Set(matches.map((match) => match.known));
  return known.filter((variant) => !named.has(variant));
}

/** Option values as they are compared. */
export const optionsKey = (optionValues: readonly string[]) => JSON.stringify(optionValues);
