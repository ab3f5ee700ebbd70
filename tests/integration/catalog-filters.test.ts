import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { prices, products } from "../../db/schema/index.ts";
import { touchProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { addVariant, newDescribedProduct, newVocabulary } from "../helpers/products.ts";
import { refusalOf } from "../helpers/refusal.ts";

type Input = NonNullable<Parameters<TestShop["client"]["catalog"]["products"]["query"]>[0]>;

async function newFilteredShop() {
  const shop = await createTestShop();
  const { db } = shop;
  await newVocabulary(db);
  await newDescribedProduct(db, {
    title: "Shirt",
    amount: 2_000,
    vendor: "Acme",
    tags: ["new", "summer"],
    categories: ["cat_home", "cat_cups"],
    options: { Size: ["S", "M"], Colour: ["Blue"] },
    attributes: { material: "cotton", weight: 1.5, organic: true },
  });
  await newDescribedProduct(db, {
    title: "Jumper",
    amount: 5_000,
    onHand: 0,
    vendor: "Bolt",
    tags: ["new"],
    categories: ["cat_cups"],
    options: { Size: ["M", "L"], Colour: ["Red"] },
    attributes: { material: "wool", weight: 3, organic: false },
  });
  await newDescribedProduct(db, { title: "Mug", amount: 900 });
  await newDescribedProduct(db, { title: "Secret", status: "draft", vendor: "Acme", tags: ["new"] });
  return shop;
}

const cases: [Input, string[]][] = [
  [{}, ["Jumper", "Mug", "Shirt"]],
  [{ category: "home" }, ["Jumper", "Shirt"]],
  [{ tags: ["new"] }, ["Jumper", "Shirt"]],
  [{ tags: ["new", "summer"] }, ["Shirt"]],
  [{ vendor: ["Acme"] }, ["Shirt"]],
  [{ vendor: ["Acme", "Bolt", "Nobody"] }, ["Jumper", "Shirt"]],
  [{ options: { Size: ["S", "L"] } }, ["Jumper", "Shirt"]],
  [{ options: { Size: ["M"], Colour: ["Blue"] } }, ["Shirt"]],
  [{ price: { min: 2_000 } }, ["Jumper", "Shirt"]],
  [{ price: { max: 2_000 } }, ["Mug", "Shirt"]],
  [{ price: { min: 1_000, max: 3_000 } }, ["Shirt"]],
  [{ inStock: true }, ["Mug", "Shirt"]],
  [{ attributes: { material: ["cotton", "silk"] } }, ["Shirt"]],
  [{ attributes: { weight: { min: 2 } } }, ["Jumper"]],
  [{ attributes: { weight: { min: 1, max: 3 } } }, ["Jumper", "Shirt"]],
  [{ attributes: { organic: true } }, ["Shirt"]],
  [{ attributes: { organic: false, material: ["wool"] } }, ["Jumper"]],
  [{ attributes: { nothing: true } }, []],
  [{ category: "cups", tags: ["new"], vendor: ["Bolt"], price: { min: 1 } }, ["Jumper"]],
  [{ q: "shirt", tags: ["new"] }, ["Shirt"]],
  [{ q: "mug", tags: ["new"] }, []],
];

test("options and stock are asked of one variant", async () => {
  const { client, db } = await createTestShop();
  const { productId, variantId } = await newDescribedProduct(db, {
    title: "Shirt",
    options: { Size: ["S"], Colour: ["Red"] },
  });
  const options = [
    { name: "Size", values: ["S", "M"] },
    { name: "Colour", values: ["Red", "Blue"] },
  ];
  await db.update(products).set({ options }).where(eq(products.id, productId));
  await addVariant(db, productId, { optionValues: ["M", "Blue"], position: 1, onHand: 0 });
  await touchProduct(db, productId);
  const count = async (input: Input) => {
    const { items, total, facets } = await client.catalog.products.query({
      ...input,
      facets: ["vendor", "availability"],
      total: true,
    });
    const { inStock = 0, soldOut = 0 } = facets?.availability ?? {};
    expect(total).toBe(items.length);
    if (!input.inStock) expect(inStock + soldOut).toBe(items.length);
    return items.length;
  };
  expect(await count({ options: { Size: ["S"], Colour: ["Red"] } })).toBe(1);
  expect(await count({ options: { Size: ["M"], Colour: ["Red", "Blue"] } })).toBe(1);
  for (const sort of ["newest", "title", "price"] as const) {
    expect(await count({ sort, options: { Size: ["S"], Colour: ["Blue"] } })).toBe(0);
  }
  expect(await count({ q: "shirt", options: { Size: ["S"], Colour: ["Blue"] } })).toBe(0);
  expect(await count({ options: { Size: ["M"] } })).toBe(1);
  expect(await count({ options: { Size: ["M"] }, inStock: true })).toBe(0);
  expect(await count({ options: { Size: ["M", "S"] }, inStock: true })).toBe(1);
  // Not sold in the market.
  await db.delete(prices).where(eq(prices.variantId, variantId));
  await touchProduct(db, productId);
  expect(await count({ options: { Size: ["S"], Colour: ["Red"] } })).toBe(0);
});

describe("a list of products filtered by", () => {
  test.each(cases)("%j has what passes, whatever it is sorted by", async (input, expected) => {
    const { client } = await newFilteredShop();
    for (const sort of ["newest", "title", "price", "price-desc", "relevance"] as const) {
      const { items } = await client.catalog.products.query({ ...input, sort });
      expect(items.map(({ title }) => title).sort()).toEqual(expected);
    }
    const { total, capped } = await client.catalog.products.query({ ...input, total: true, limit: 1 });
    expect({ total, capped }).toEqual({ total: expected.length, capped: false });
  });

  test("filters that many meet finds every one, along the sort's index", async () => {
    const shop = await createTestShop();
    for (let i = 0; i < 60; i++) {
      await newDescribedProduct(shop.db, {
        title: `T${i}`,
        amount: 100 + i,
        tags: i % 2 ? ["odd"] : ["even"],
      });
    }
    for (const sort of ["newest", "title", "price", "price-desc"] as const) {
      const { items } = await shop.client.catalog.products.query({ tags: ["odd"], limit: 100, sort });
      expect(items.length).toBe(30);
      const prices = items.map(({ price }) => price.amount);
      if (sort === "price") expect(prices).toEqual(prices.toSorted((a, b) => a - b));
      if (sort === "price-desc") expect(prices).toEqual(prices.toSorted((a, b) => b - a));
    }
  });
});

const many = (length: number) => Array.from({ length }, (_, index) => `${index}`);
const keyed = (length: number) => Object.fromEntries(many(length).map((key) => [key, ["a"]]));

const refusals: [string, Input][] = [
  ["category", { category: "" }],
  ["category", { category: "x".repeat(201) }],
  ["tags", { tags: many(11) }],
  ["tags.0", { tags: [""] }],
  ["vendor", { vendor: many(51) }],
  ["options", { options: keyed(6) }],
  ["options.Size", { options: { Size: [] } }],
  ["price.min", { price: { min: -1 } }],
  ["price.min", { price: { min: 1.5 } }],
  ["price.max", { price: { min: 2, max: 1 } }],
  ["attributes", { attributes: keyed(11) }],
  ["attributes.weight", { attributes: { weight: [] } }],
  ["facets", { facets: Array.from({ length: 7 }, () => "tags" as const) }],
  ["locale", { locale: "not a locale" }],
  ["market", { market: "" }],
];

test.each(refusals)("bad input is refused at %s: %j", async (path, input) => {
  const { client } = await createTestShop();
  const refusal = await refusalOf(client.catalog.products.query(input));
  expect(refusal).toMatchObject({ code: "BAD_REQUEST", data: { issues: [{ path }] } });
});
