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
  return optionsOf(names, [...ofKnown, ...ofNew]);
}

/** The options of those names with the values that any variant has, in the variants' order. */
export function optionsOf(
  names: readonly string[],
  ofVariants: readonly string[][],
): { name: string; values: string[] }[] {
  return names.map((name, index) => ({
    name,
    values: [...new Set(ofVariants.flatMap((values) => values[index] ?? []))],
  }));
}
