/** What the variant of a product without options is called, which is worth saying to nobody. */
export const onlyVariantTitle = "Default";

/** "Large / Blue", of a variant's option values. */
export function variantTitle(optionValues: readonly string[]): string {
  return optionValues.join(" / ") || onlyVariantTitle;
}
