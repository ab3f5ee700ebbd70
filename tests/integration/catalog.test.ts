import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import {
  categories,
  markets,
  prices,
  productCategories,
  productImages,
  productTags,
  stockLevels,
  variants,
} from "../../db/schema/index.ts";
import { newProduct, touchProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { setStock } from "../helpers/factories.ts";
import { refusalOf } from "../helpers/refusal.ts";

const eur = (amount: number) => ({ amount, currency: "EUR" });
const asUploaded = { width: null, height: null, sizes: [] };
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

async function titles(
  { client }: TestShop,
  input: Parameters<TestShop["client"]["catalog"]["products"]["query"]>[0],
) {
  const { items } = await client.catalog.products.query(input);
  return items.map(({ title }) => title);
}

describe("the list of products", () => {
  test("shows what a card needs", async () => {
    const shop = await createTestShop();
    const { productId, slug } = await newProduct(shop.db, { title: "Tea", amount: 450 });
    await shop.db.insert(productImages).values([
      { id: "img_2", productId, url: "https://cdn.example/2.jpg", alt: "Behind", position: 2 },
      { id: "img_1", productId, url: "https://cdn.example/1.jpg", alt: 'The "tea"', position: 1 },
    ]);
    await touchProduct(shop.db, productId);
    expect(await shop.client.catalog.products.query()).toEqual({
      items: [
        {
          id: productId,
          slug,
          title: "Tea",
          price: eur(450),
          image: { url: "https://cdn.example/1.jpg", alt: 'The "tea"', ...asUploaded },
          available: true,
        },
      ],
      nextCursor: null,
      correctedQuery: null,
    });
  });

  test("shows only what is published by now and has a price in the market", async () => {
    const shop = await createTestShop();
    await newProduct(shop.db, { title: "Draft", status: "draft" });
    await newProduct(shop.db, { title: "Archived", status: "archived" });
    await newProduct(shop.db, { title: "Tomorrow", publishedAt: minutesAgo(-60) });
    await newProduct(shop.db, { title: "Without a price", amount: null });
    await newProduct(shop.db, { title: "Here" });
    expect(await titles(shop, {})).toEqual(["Here"]);
  });

  test("tells the cheapest variant's price, and whether any can be bought", async () => {
    const shop = await createTestShop();
    const { productId, variantId } = await newProduct(shop.db, { amount: 900, onHand: 1 });
    const now = new Date();
    await shop.db.insert(variants).values({
      id: "var_big",
      productId,
      title: "Big",
      optionValues: ["Big"],
      position: 1,
      createdAt: now,
      updatedAt: now,
    });
    await shop.db.insert(prices).values({ variantId: "var_big", currency: "EUR", amount: 700 });
    await shop.db.insert(stockLevels).values({ variantId: "var_big", policy: "deny", onHand: 0 });
    const card = async () => (await shop.client.catalog.products.query()).items[0];
    expect(await card()).toMatchObject({ price: eur(700), available: true });
    await setStock(shop.db, variantId, { reserved: 1 });
    expect(await card()).toMatchObject({ price: eur(700), available: false });
    expect((await shop.client.catalog.products.query({ inStock: true })).items).toEqual([]);
  });

  test("is sorted as asked for, the newest first by default", async () => {
    const shop = await createTestShop();
    await newProduct(shop.db, { title: "B", amount: 300, publishedAt: minutesAgo(1) });
    await newProduct(shop.db, { title: "A", amount: 200, publishedAt: minutesAgo(3) });
    await newProduct(shop.db, { title: "C", amount: 100, publishedAt: minutesAgo(2) });
    expect(await titles(shop, {})).toEqual(["B", "C", "A"]);
    expect(await titles(shop, { sort: "title" })).toEqual(["A", "B", "C"]);
    expect(await titles(shop, { sort: "price" })).toEqual(["C", "A", "B"]);
    expect(await titles(shop, { sort: "price-desc" })).toEqual(["B", "A", "C"]);
  });

  test.each(["newest", "title", "price", "price-desc", "relevance"] as const)(
    "by %s goes through every product once, page by page, while others come and go",
    async (sort) => {
      const shop = await createTestShop();
      const publishedAt = minutesAgo(5);
      const ids = [];
      for (let i = 0; i < 23; i++) {
        // Many ties: only the id tells such products apart.
        ids.push(
          (await newProduct(shop.db, { title: `Tea ${i % 3}`, amount: 100 + (i % 4), publishedAt }))
            .productId,
        );
      }
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const q = sort === "relevance" ? "tea" : undefined;
        const page = await shop.client.catalog.products.query({ limit: 5, sort, q, cursor });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
        if (sort !== "relevance")
          await newProduct(shop.db, { title: "Aaa", amount: 1, publishedAt: new Date() });
      } while (cursor !== undefined);
      expect(ids.filter((id) => seen.filter((one) => one === id).length !== 1)).toEqual([]);
    },
  );

  test.each(["nonsense", "W10", "WzEsMl0", Buffer.from('["a","b"]').toString("base64url")])(
    "refuses the cursor %p",
    async (cursor) => {
      const { client } = await createTestShop();
      expect(await refusalOf(client.catalog.products.query({ cursor }))).toMatchObject({
        code: "BAD_REQUEST",
        data: { issues: [{ path: "cursor" }] },
      });
    },
  );

  test.each([0, 101, 2.5])("refuses a limit of %p", async (limit) => {
    const { client } = await createTestShop();
    expect(await refusalOf(client.catalog.products.query({ limit }))).toMatchObject({
      data: { issues: [{ path: "limit" }] },
    });
  });

  test("of a category has what is below it too", async () => {
    const shop = await createTestShop();
    await shop.db.insert(categories).values([
      { id: "cat_home", slug: "home", name: "Home" },
      { id: "cat_kitchen", slug: "kitchen", name: "Kitchen", parentId: "cat_home" },
      { id: "cat_cups", slug: "cups", name: "Cups", parentId: "cat_kitchen" },
      { id: "cat_books", slug: "books", name: "Books" },
    ]);
    for (const [title, categoryId] of [
      ["Cup", "cat_cups"],
      ["Rug", "cat_home"],
      ["Novel", "cat_books"],
    ] as const) {
      const { productId } = await newProduct(shop.db, { title });
      await shop.db.insert(productCategories).values({ productId, categoryId });
      await touchProduct(shop.db, productId);
    }
    expect(await titles(shop, { category: "home", sort: "title" })).toEqual(["Cup", "Rug"]);
    expect(await titles(shop, { category: "cups" })).toEqual(["Cup"]);
    expect(await titles(shop, { category: "nowhere" })).toEqual([]);
    expect(await shop.client.catalog.categories.query()).toEqual([
      { id: "cat_books", slug: "books", name: "Books", children: [] },
      {
        id: "cat_home",
        slug: "home",
        name: "Home",
        children: [
          {
            id: "cat_kitchen",
            slug: "kitchen",
            name: "Kitchen",
            children: [{ id: "cat_cups", slug: "cups", name: "Cups", children: [] }],
          },
        ],
      },
    ]);
  });

  test("is in the currency of the market asked for", async () => {
    const shop = await createTestShop();
    await shop.db.insert(markets).values({ code: "jp", name: "Japan", currency: "JPY" });
    const { variantId, slug } = await newProduct(shop.db, { amount: 450 });
    expect((await shop.client.catalog.products.query({ market: "jp" })).items).toEqual([]);
    await shop.db.insert(prices).values({ variantId, currency: "JPY", amount: 800 });
    const jpy = { amount: 800, currency: "JPY" };
    expect((await shop.client.catalog.products.query({ market: "jp" })).items[0]?.price).toEqual(jpy);
    expect((await shop.client.catalog.product.query({ slug, market: "jp" })).variants[0]?.price).toEqual(jpy);
    expect(await refusalOf(shop.client.catalog.products.query({ market: "mars" }))).toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("a product", () => {
  test("comes whole, by slug or by id", async () => {
    const { client, db } = await createTestShop();
    const { productId, variantId, slug } = await newProduct(db, {
      title: "Tea",
      description: "Black",
      sku: "TEA-1",
      amount: 450,
      compareAtAmount: 600,
    });
    await db
      .insert(productImages)
      .values({ id: "img_tea", productId, url: "https://cdn.example/t.jpg", position: 0 });
    await db.update(variants).set({ imageId: "img_tea" }).where(eq(variants.id, variantId));
    await db.insert(productTags).values([
      { productId, tag: "hot" },
      { productId, tag: "black" },
    ]);
    await db.insert(categories).values({ id: "cat_drinks", slug: "drinks", name: "Drinks" });
    await db.insert(productCategories).values({ productId, categoryId: "cat_drinks" });
    const image = { url: "https://cdn.example/t.jpg", alt: "", ...asUploaded };
    const product = await client.catalog.product.query({ slug });
    expect(product).toEqual({
      id: productId,
      slug,
      title: "Tea",
      description: "Black",
      vendor: null,
      type: null,
      seo: { title: null, description: null },
      tags: ["black", "hot"],
      attributes: [],
      options: [],
      images: [image],
      categories: [{ slug: "drinks", name: "Drinks", path: [{ slug: "drinks", name: "Drinks" }] }],
      variants: [
        {
          id: variantId,
          sku: "TEA-1",
          barcode: null,
          title: "Default",
          options: [],
          price: eur(450),
          compareAtPrice: eur(600),
          offers: [],
          available: true,
          image,
          weightGrams: 0,
          dimensions: { lengthMm: null, widthMm: null, heightMm: null },
          requiresShipping: true,
          maxPerOrder: null,
        },
      ],
      available: true,
      publishedAt: product.publishedAt,
    });
    expect(product.publishedAt).toBeInstanceOf(Date);
    expect(await client.catalog.product.query({ id: productId })).toEqual(product);
  });

  test.each([
    { status: "draft" },
    { status: "archived" },
    { publishedAt: minutesAgo(-60) },
    { amount: null },
  ] as const)("is not found while it is %p", async (traits) => {
    const { client, db } = await createTestShop();
    const { slug } = await newProduct(db, traits);
    expect(await refusalOf(client.catalog.product.query({ slug }))).toEqual({ code: "NOT_FOUND", data: {} });
  });

  test("that does not exist is not found", async () => {
    const { client } = await createTestShop();
    expect(await refusalOf(client.catalog.product.query({ slug: "nothing" }))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await refusalOf(client.catalog.product.query({ id: "prod_x" }))).toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
