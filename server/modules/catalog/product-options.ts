import type { Distinct, VariantMatch } from "./match-variants.ts";

/** What there is to choose between once the matches are saved: the values that any variant has, in their order. */
export function productOptions<Known extends Distinct>(
  names: readonly string[],
  known: readonly Known[],
  matches: readonly VariantMatch<Known>[],
): { name: string; values: string[] }[] {
  const renamed = new Map(matches.map((match) => [match.known, match.optionValues]));
  const ofKnown = known.map((variant) => renamed.get(variant) ?? variant.optionValues);
  const ofNew = matches.filter((match) => !match.known).map(({ optionValues }) => optionValues);
  const all = [...ofKnown, ...ofNew];
  return names.map((name, index) => ({
    name,
    values: [...new Set(all.flatMap((values) => values[index] ?? []))],
  }));
}
