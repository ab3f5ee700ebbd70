export interface CategoryStep {
  slug: string;
  name: string;
}

/** The categories from the root to the one named last, each slug holding those above it: `food/coffee`. */
export function categoryPath(names: readonly string[]): CategoryStep[] {
  const steps: CategoryStep[] = [];
  for (const name of names) {
    const word = slugify(name);
    const parent = steps.at(-1);
    if (word !== "") steps.push({ name, slug: parent ? `${parent.slug}/${word}` : word });
  }
  return steps;
}

/** A name as it can stand in an address: lower case, without accents, hyphens between the words. */
export function slugify(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/(\p{Script=Latin})\p{M}+/gu, "$1") // in other scripts the marks make other letters
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("&", " and ")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}
