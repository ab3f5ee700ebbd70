import type { ProductsInput } from "../schema.ts";

/** What terms are of, as `listing_terms` has it. */
export type TermKind = "category" | "tag" | "vendor" | "option" | "text" | "flag";

/** What a list is asked to be filtered by, before it is known which terms that are and how many products have them. */
export type Wish =
  | {
      kind: TermKind;
      facet: string;
      /** The option's or the attribute's; empty for the others. */
      name: string;
      /** Any of these; of a category its slug. */
      values: readonly string[];
    }
  | { kind: "price"; facet: string; min: number | null; max: number | null }
  | { kind: "number"; facet: string; name: string; min: number | null; max: number | null }
  | { kind: "stock"; facet: string };

/** Met by whatever is sold in the market, at any price. */
export const isSold: Wish = { kind: "price", facet: "none", min: null, max: null };

/** What the input asks of each product, the search aside. */
export function wishesOf(input: ProductsInput): Wish[] {
  const { category, tags = [], vendor = [], options = {}, price, inStock, attributes = {} } = input;
  const wishes: Wish[] = [];
  if (category !== undefined) {
    wishes.push({ kind: "category", facet: "category", name: "", values: [category] });
  }
  for (const tag of new Set(tags)) wishes.push({ kind: "tag", facet: "tags", name: "", values: [tag] });
  if (vendor.length > 0) wishes.push({ kind: "vendor", facet: "vendor", name: "", values: vendor });
  for (const [name, values] of Object.entries(options)) {
    wishes.push({ kind: "option", facet: `option ${name}`, name, values });
  }
  for (const [name, wanted] of Object.entries(attributes)) {
    const facet = `attribute ${name}`;
    if (Array.isArray(wanted)) wishes.push({ kind: "text", facet, name, values: wanted });
    else if (typeof wanted === "boolean")
      wishes.push({ kind: "flag", facet, name, values: [String(wanted)] });
    else wishes.push({ kind: "number", facet, name, ...range(wanted) });
  }
  if (price) wishes.push({ kind: "price", facet: "price", ...range(price) });
  if (inStock === true) wishes.push({ kind: "stock", facet: "availability" });
  return wishes;
}

const range = ({ min, max }: { min?: number | undefined; max?: number | undefined }) => ({
  min: min ?? null,
  max: max ?? null,
});
