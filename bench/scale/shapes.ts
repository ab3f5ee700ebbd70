import type { ServiceContext } from "../../server/core/context.ts";
import { getProduct } from "../../server/modules/catalog/get-product.ts";
import { listProducts } from "../../server/modules/catalog/list-products.ts";
import { listRelated } from "../../server/modules/catalog/list-related.ts";
import { facetNames, productsInput } from "../../server/modules/catalog/schema.ts";
import { suggest } from "../../server/modules/catalog/suggest.ts";
import { categoryCount, colourCount, fewCount, rootCount, tagCount, vendorCount } from "./made-products.ts";

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

const leaf = (pick: Pick) => `category-${rootCount + pick(categoryCount - rootCount)}`;
const root = (pick: Pick) => `category-${pick(rootCount)}`;
const vendor = (pick: Pick) => `Vendor ${pick(vendorCount)}`;
const tag = (pick: Pick) => `tag-${pick(tagCount)}`;
const colour = (pick: Pick) => `Colour ${pick(colourCount)}`;

/** Those that are published: the others are not found. */
async function anyProduct(ctx: ServiceContext, pick: Pick, products: number): Promise<unknown> {
  return getProduct(ctx, { slug: `product-${pick(products)}` }).catch(() => undefined);
}

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
  list("filter + sort", "tag (1/300), price", (n) => ({ tags: [`few-${n(fewCount)}`], sort: "price" })),
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
  list("filter + sort", "common tag and tag (1/300), price", (n) => ({
    tags: [`common-${n(10)}`, tag(n)],
    sort: "price",
  })),
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
  list("search", "a name (1/500)", (n) => ({ q: names[n(names.length)] })),
  list("search", "a name with a typo", (n) => ({ q: typo(names[n(names.length)] ?? "", n) })),
  list("search", "two words, one unfinished", (n) => ({
    q: `cotton ${names[n(names.length)]?.slice(0, 4)}`,
  })),
  list("search", "a name in a category", (n) => ({ q: names[n(names.length)], category: root(n) })),
  list("search", "common: one word (1/20)", () => ({ q: "cotton" }), grown),
  list("search", "common: two words", () => ({ q: "fresh steel" }), grown),
  list("search", "common: by price", () => ({ q: "cotton", sort: "price" }), grown),

  {
    group: "suggest",
    name: "three letters",
    goal: flat,
    run: (ctx, pick) => suggest(ctx, { q: names[pick(names.length)]?.slice(0, 3) ?? "", limit: 8 }),
  },
  {
    group: "suggest",
    name: "a word and two letters",
    goal: flat,
    run: (ctx, pick) => suggest(ctx, { q: `cotton ${names[pick(names.length)]?.slice(0, 2)}`, limit: 8 }),
  },

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

/** With one letter left out, not the first. */
function typo(name: string, pick: Pick): string {
  const at = 1 + pick(name.length - 1);
  return name.slice(0, at) + name.slice(at + 1);
}
