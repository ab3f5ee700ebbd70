import { beforeAll, describe, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";

/** Enough of each of two words that both are common. */
const products = 12_000;

/** Between the numbers of two products, so that the catalogue looks as large as one that would take minutes to make. */
const gap = 40;

describe("words that very many products have", () => {
  let shop: TestShop;

  beforeAll(async () => {
    shop = await createTestShop();
    const { db } = shop;
    const numbers = sql`
      with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${products})`;
    await db.run(sql`
      insert into products(number, id, slug, title, vendor, options, status, published_at, created_at, updated_at)
      ${numbers} select n * ${gap}, 'many-' || n, 'many-' || n, iif(n % 2, 'Alpha ', 'Beta ') || n,
        iif(n % 100 = 1, 'Rare', 'Other'), '[]', 'published', n, n, n
      from numbers`);
    await db.run(sql`
      insert into product_listings(product_id, currency, amount, available)
      ${numbers} select 'many-' || n, 'EUR', n, 1 from numbers`);
    await db.run(sql`update products set updated_at = updated_at + 1`);
  });

  test("but never together find nothing", async () => {
    const { items, correctedQuery } = await shop.client.catalog.products.query({ q: "alpha beta" });
    expect(items).toEqual([]);
    expect(correctedQuery).toBeNull();
  });

  test("are found where they are together", async () => {
    await newProduct(shop.db, { title: "Beta of Alpha" });
    const { items } = await shop.client.catalog.products.query({ q: "alpha beta" });
    expect(items.map(({ title }) => title)).toEqual(["Beta of Alpha"]);
    const suggested = await shop.client.catalog.suggest.query({ q: "alpha beta" });
    expect(suggested.map(({ title }) => title)).toEqual(["Beta of Alpha"]);
  });

  test("are found with a rare filter however old the products are", async () => {
    const { items, total } = await shop.client.catalog.products.query({
      q: "alpha",
      vendor: ["Rare"],
      sort: "price",
      limit: 100,
      total: true,
    });
    expect(items.map(({ slug }) => slug)).toEqual(
      Array.from({ length: 100 }, (_, index) => `many-${1 + index * 100}`),
    );
    expect(total).toBe(120);
    const byRelevance = await shop.client.catalog.products.query({
      q: "alpha",
      vendor: ["Rare"],
      limit: 100,
    });
    expect(byRelevance.items.length).toBe(100);
    const none = await shop.client.catalog.products.query({ q: "beta", vendor: ["Rare"] });
    expect(none.items).toEqual([]);
  });
});
