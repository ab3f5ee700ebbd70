import { expect, test } from "bun:test";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newDatabase } from "../helpers/database.ts";
import { newDescribedProduct, newVocabulary } from "../helpers/products.ts";
import { countStatements } from "../helpers/statements.ts";

const facets = ["tags", "vendor", "options", "price", "availability", "attributes"] as const;

const calls: [name: string, most: number, (shop: TestShop, id: string) => Promise<unknown>][] = [
  ["products", 1, ({ client }) => client.catalog.products.query({ limit: 10 })],
  ["products, filtered", 2, ({ client }) => client.catalog.products.query({ limit: 10, tags: ["a"] })],
  ["products, found", 1, ({ client }) => client.catalog.products.query({ limit: 10, q: "tea" })],
  [
    "products with facets",
    3,
    ({ client }) => client.catalog.products.query({ limit: 10, facets: [...facets] }),
  ],
  ["product", 1, ({ client }, id) => client.catalog.product.query({ id })],
  ["related", 2, ({ client }, id) => client.catalog.related.query({ id })],
  ["categories", 1, ({ client }) => client.catalog.categories.query()],
  ["suggest", 1, ({ client }) => client.catalog.suggest.query({ q: "te" })],
  ["markets", 1, ({ client }) => client.catalog.markets.query()],
  ["category", 3, ({ client }) => client.catalog.category.query({ slug: "cups" })],
];

test.each(calls)("catalog.%s takes at most %d statements, however much it shows", async (_, most, call) => {
  const database = await newDatabase();
  const shop = await createTestShop({ database });
  await newVocabulary(shop.db);
  let id = "";
  for (let i = 0; i < 30; i++) {
    const made = await newDescribedProduct(shop.db, {
      title: "Tea",
      tags: ["a", "b"],
      categories: ["cat_cups", "cat_home"],
      options: { Size: ["S", "M"] },
      attributes: { material: "cotton" },
    });
    id = made.productId;
  }
  await shop.client.catalog.markets.query(); // what was written is noticed once, by whoever asks first
  const counted = countStatements(database.client);
  await call(shop, id);
  expect(counted()).toBeLessThanOrEqual(most);
});
