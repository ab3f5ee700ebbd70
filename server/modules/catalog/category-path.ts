import { maxLengths } from "./limits.ts";

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
    if (word !== "") steps.push({ name, slug: withinLimit(parent ? `${parent.slug}/${word}` : word, word) });
  }
  return steps;
}

/** A path that is too long gives way to the name alone and a sum of the path, by which it is found again. */
function withinLimit(path: string, word: string): string {
  if (path.length <= maxLengths.categorySlug) return path;
  const sum = new Bun.CryptoHasher("sha256").update(path).digest("hex").slice(0, 12);
  // What is cut off may not end in a hyphen, nor in half a letter.
  const start = word.slice(0, maxLengths.categorySlug - sum.length - 1).replace(/[-\p{Cs}]+$/u, "");
  return `${start}-${sum}`;
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
