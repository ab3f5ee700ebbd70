import type { ServiceContext } from "../../server/core/context.ts";
import { getProduct } from "../../server/modules/catalog/get-product.ts";
import { listProducts } from "../../server/modules/catalog/list-products.ts";
import { listRelated } from "../../server/modules/catalog/list-related.ts";
import { facetNames, productsInput, type SuggestInput } from "../../server/modules/catalog/schema.ts";
import { suggest } from "../../server/modules/catalog/suggest.ts";
import {
  categoryCount,
  colourCount,
  fewCount,
  madeProducts,
  rootCount,
  tagCount,
  vendorCount,
} from "./made-products.ts";

/** How much the median may grow from the smallest catalogue to the largest, and what it may be there. */
export interface Goal {
  times: number;
  ms?: number;
}

const flat: Goal = { times: 2 };
const grown: Goal = { times: 10, ms: 50 };

/** A number below the limit. */
type Pick = (below: number) => number;

export interface Shape {
  group: string;
  name: string;
  goal: Goal;
  run(ctx: ServiceContext, pick: Pick, products: number): Promise<unknown>;
}

type Input = Parameters<typeof productsInput.parse>[0];

const list = (
  group: string,
  name: string,
  input: (pick: Pick, products: number) => Input,
  goal = flat,
): Shape => ({
  group,
  name,
  goal,
  run: (ctx, pick, products) => listProducts(ctx, productsInput.parse(input(pick, products))),
});

const suggestion = (name: string, input: (pick: Pick) => SuggestInput, goal = flat): Shape => ({
  group: "suggest",
  name,
  goal,
  run: (ctx, pick) => suggest(ctx, input(pick)),
});

const leaf = (pick: Pick) => `category-${rootCount + pick(categoryCount - rootCount)}`;
const root = (pick: Pick) => `category-${pick(rootCount)}`;
const vendor = (pick: Pick) => `Vendor ${pick(vendorCount)}`;
const tag = (pick: Pick) => `tag-${pick(tagCount)}`;
const few = (pick: Pick) => `few-${pick(fewCount)}`;
const seldom = (pick: Pick) => ({ tags: [`common-${pick(10)}`, tag(pick)], sort: "price" });
const colour = (pick: Pick) => `Colour ${pick(colourCount)}`;

/** Those that are published: the others are not found. */
async function anyProduct(ctx: ServiceContext, pick: Pick, products: number): Promise<unknown> {
  return getProduct(ctx, { slug: `product-${pick(products)}` }).catch(() => undefined);
}

// Where a thousand products have less than a page of something, as much is asked for as they have (`limit`): what grows
// is the catalogue, not the answer. What a full page of it takes in the larger ones is a shape of its own.

export const shapes: readonly Shape[] = [
  list("list", "newest", () => ({})),
  list("list", "title", () => ({ sort: "title" })),
  list("list", "price", () => ({ sort: "price" })),
  list("list", "price, dearest first", () => ({ sort: "price-desc" })),

  list("filter + sort", "category (1/30), newest", (n) => ({ category: leaf(n) })),
  list("filter + sort", "category, price", (n) => ({ category: leaf(n), sort: "price" })),
  list("filter + sort", "category, title", (n) => ({ category: leaf(n), sort: "title" })),
  list("filter + sort", "category with 5 below (1/6), newest", (n) => ({ category: root(n) })),
  list("filter + sort", "category with 5 below, price", (n) => ({ category: root(n), sort: "price" })),
  list("filter + sort", "vendor (1/30), price", (n) => ({ vendor: [vendor(n)], sort: "price" })),
  list("filter + sort", "3 vendors, price", (n) => ({
    vendor: [vendor(n), vendor(n), vendor(n)],
    sort: "price",
  })),
  list("filter + sort", "common tag (1/10), price", (n) => ({ tags: [`common-${n(10)}`], sort: "price" })),
  list("filter + sort", "tag (1/30), newest", (n) => ({ tags: [tag(n)] })),
  list("filter + sort", "tag (1/300), price", (n) => ({ tags: [few(n)], sort: "price", limit: 3 })),
  list("filter + sort", "tag (1/300), price, a full page", (n) => ({ tags: [few(n)], sort: "price" }), grown),
  list("filter + sort", "tag of 20 products, price", (n, products) => ({
    tags: [`rare${n(products / 20)}`],
    sort: "price",
  })),
  list("filter + sort", "colour (1/20) and material (1/2), price", (n) => ({
    options: { Colour: [colour(n)] },
    attributes: { material: ["cotton", "wool"] },
    sort: "price",
  })),
  list("filter + sort", "category and price range, newest", (n) => ({
    category: leaf(n),
    price: { min: 1_000 + n(5_000), max: 15_000 },
  })),
  list("filter + sort", "category and in stock, price", (n) => ({
    category: leaf(n),
    inStock: true,
    sort: "price",
  })),
  list("filter + sort", "common tag and tag (together 1/300), price", (n) => ({ ...seldom(n), limit: 3 })),
  list("filter + sort", "common tag and tag (together 1/300), price, a full page", seldom, grown),
  list("filter + sort", "price range, price", (n) => ({ price: { min: 1_000 + n(10_000) }, sort: "price" })),
  list("filter + sort", "price range (1/10), newest", (n) => {
    const min = 500 + n(18_000);
    return { price: { min, max: min + 2_000 } };
  }),
  list("filter + sort", "weight range (1/10), newest", (n) => {
    const min = n(900);
    return { attributes: { weight: { min, max: min + 100 } } };
  }),
  list("filter + sort", "in stock, price", () => ({ inStock: true, sort: "price" })),
  list("filter + sort", "nothing passes", () => ({ price: { min: 90_000 } })),

  { group: "product", name: "product", goal: flat, run: anyProduct },
  {
    group: "product",
    name: "related",
    goal: flat,
    run: (ctx, pick, products) =>
      listRelated(ctx, { id: `prod_${pick(products).toString(16).padStart(32, "0")}`, limit: 8 }).catch(
        () => undefined,
      ),
  },

  list("search", "SKU", (n, products) => ({ q: `SKU${n(products)}S` })),
  list("search", "a word of 20 products", (n, products) => ({ q: `rare${n(products / 20)} ` })),
  list("search", "a name (1/500)", (n) => ({ q: name(n), limit: 2 })),
  list("search", "a name (1/500), a full page", (n) => ({ q: name(n) }), grown),
  list("search", "a name with a typo", (n) => ({ q: typo(name(n), n), limit: 2 })),
  list("search", "two words, one unfinished", (n) => ({ q: unfinished(n), limit: 1 })),
  list("search", "two words, one unfinished, a full page", (n) => ({ q: unfinished(n) }), grown),
  list("search", "a name in a category", (n) => ({ q: name(n), category: root(n), limit: 1 })),
  list("search", "a name in a category, a full page", (n) => ({ q: name(n), category: root(n) }), grown),
  list("search", "common: one word (1/20)", () => ({ q: "cotton" }), grown),
  list("search", "common: two words", () => ({ q: "fresh steel" }), grown),
  list("search", "common: by price", () => ({ q: "cotton", sort: "price" }), grown),

  suggestion("three letters", (n) => ({ q: name(n).slice(0, 3), limit: 2 })),
  suggestion("three letters, as many as are shown", (n) => ({ q: name(n).slice(0, 3), limit: 8 }), grown),
  suggestion("a word and two letters", (n) => ({ q: `cotton ${name(n).slice(0, 2)}`, limit: 1 })),
  suggestion(
    "a word and two letters, as many as are shown",
    (n) => ({ q: `cotton ${name(n).slice(0, 2)}`, limit: 8 }),
    grown,
  ),

  list("facets", "all, of everything", () => ({ facets: facetNames, total: true }), grown),
  list("facets", "all, of a category (1/6)", (n) => ({ category: root(n), facets: facetNames }), grown),
  list("facets", "all, of a category (1/30)", (n) => ({ category: leaf(n), facets: facetNames }), grown),
  list(
    "facets",
    "all, with 3 filters",
    (n) => ({
      category: root(n),
      options: { Colour: [colour(n)] },
      tags: [`common-${n(10)}`],
      facets: facetNames,
    }),
    grown,
  ),
  list("facets", "total of a category", (n) => ({ category: leaf(n), total: true }), grown),
];

/** Of titles, each in about one of five hundred. */
const names = [
  "Abbott",
  "Bailey",
  "Carroll",
  "Douglas",
  "Emmerich",
  "Fadel",
  "Goldner",
  "Hackett",
  "Jacobson",
  "Kessler",
];

const name = (pick: Pick) => names[pick(names.length)] ?? "";

/** The first products are the same in every catalogue. */
const titles = Array.from(madeProducts(1_000), ({ title }) => title.split(" "));

/** Two words of a title, the last without its last letters. */
function unfinished(pick: Pick): string {
  const words = titles[pick(titles.length)] ?? [];
  return `${words.at(-2)} ${words.at(-1)?.slice(0, 4)}`;
}

/** With one letter left out, not the first. */
function typo(name: string, pick: Pick): string {
  const at = 1 + pick(name.length - 1);
  return name.slice(0, at) + name.slice(at + 1);
}
