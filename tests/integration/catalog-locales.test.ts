import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import {
  categories,
  categorySlugs,
  categoryTranslations,
  markets,
  productCategories,
  productSlugs,
  products,
  productTranslations,
} from "../../db/schema/index.ts";
import { newProduct, touchProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { refusalOf } from "../helpers/refusal.ts";

async function newTranslatedShop() {
  const shop = await createTestShop();
  const { db } = shop;
  const { productId } = await newProduct(db, { title: "Jam", description: "Sweet", slug: "jam" });
  await db.insert(productTranslations).values([
    { productId, locale: "de", title: "Konfitüre", description: "Süß", seoTitle: "Konfitüre kaufen" },
    { productId, locale: "de-AT", title: "Marmelade" },
  ]);
  await db.insert(productSlugs).values({ slug: "konfituere", productId, locale: "de", isCurrent: true });
  await touchProduct(db, productId);
  await db.insert(categories).values([
    { id: "cat_food", slug: "food", name: "Food", description: "All food" },
    { id: "cat_sweet", slug: "sweet", name: "Sweet", parentId: "cat_food", position: 1 },
    { id: "cat_bread", slug: "bread", name: "Bread", parentId: "cat_food" },
  ]);
  await db.insert(categoryTranslations).values([
    { categoryId: "cat_food", locale: "de", name: "Essen", seoTitle: "Essen kaufen" },
    { categoryId: "cat_food", locale: "de-CH", seoDescription: "Znüni" },
    { categoryId: "cat_sweet", locale: "de", name: "Süßes" },
  ]);
  await db.insert(categorySlugs).values([
    { slug: "essen", categoryId: "cat_food", locale: "de", isCurrent: true },
    { slug: "essen/suesses", categoryId: "cat_sweet", locale: "de", isCurrent: true },
  ]);
  await db.insert(productCategories).values({ productId, categoryId: "cat_sweet" });
  return { ...shop, productId };
}

describe("a product in another language", () => {
  test.each([
    ["de-AT", "Marmelade", "Süß", "konfituere"],
    ["DE-ch", "Konfitüre", "Süß", "konfituere"],
    ["de", "Konfitüre", "Süß", "konfituere"],
    ["den", "Jam", "Sweet", "jam"],
    ["fr", "Jam", "Sweet", "jam"],
    [undefined, "Jam", "Sweet", "jam"],
  ])("%s has each text in the nearest one", async (locale, title, description, slug) => {
    const { client } = await newTranslatedShop();
    expect(await client.catalog.product.query({ slug: "jam", locale })).toMatchObject({
      title,
      description,
      slug,
    });
    const { items } = await client.catalog.products.query({ locale });
    expect(items[0]).toMatchObject({ title, slug });
  });

  test.each(["German", "de_AT", ""])("%p is no language", async (locale) => {
    const { client } = await newTranslatedShop();
    const calls = [
      client.catalog.products.query({ locale }),
      client.catalog.product.query({ slug: "jam", locale }),
      client.catalog.categories.query({ locale }),
    ];
    for (const refusal of await Promise.all(calls.map(refusalOf)))
      expect(refusal).toMatchObject({ code: "BAD_REQUEST" });
  });

  test("comes by the slug of any language, and tells the one in use", async () => {
    const { client } = await newTranslatedShop();
    const product = await client.catalog.product.query({ slug: "konfituere" });
    expect(product).toMatchObject({ slug: "jam", title: "Jam" });
    expect(await client.catalog.product.query({ slug: "konfituere", locale: "de" })).toMatchObject({
      slug: "konfituere",
      seo: { title: "Konfitüre kaufen", description: null },
      categories: [
        {
          slug: "essen/suesses",
          name: "Süßes",
          path: [
            { slug: "essen", name: "Essen" },
            { slug: "essen/suesses", name: "Süßes" },
          ],
        },
      ],
    });
  });

  test("is in the market's one when none is asked for", async () => {
    const { client, db } = await newTranslatedShop();
    await db.insert(markets).values({ code: "at", name: "Austria", currency: "EUR", locale: "de-AT" });
    const { items } = await client.catalog.products.query({ market: "at" });
    expect(items[0]?.title).toBe("Marmelade");
    expect((await client.catalog.product.query({ slug: "jam", market: "at" })).title).toBe("Marmelade");
  });
});

test("a slug that a product had leads to it, until another takes it", async () => {
  const { client, db, productId } = await newTranslatedShop();
  await db.update(products).set({ slug: "fruit-jam" }).where(eq(products.id, productId));
  expect(await client.catalog.product.query({ slug: "jam" })).toMatchObject({
    id: productId,
    slug: "fruit-jam",
  });
  const other = await newProduct(db, { slug: "jam" });
  expect((await client.catalog.product.query({ slug: "jam" })).id).toBe(other.productId);
});

test("categories come in the language asked for, alone or as a tree", async () => {
  const { client, db, productId } = await newTranslatedShop();
  await touchProduct(db, productId);
  expect(await client.catalog.categories.query({ locale: "de" })).toMatchObject([
    {
      slug: "essen",
      name: "Essen",
      children: [
        { slug: "bread", name: "Bread" },
        { slug: "essen/suesses", name: "Süßes" },
      ],
    },
  ]);
  expect(await client.catalog.category.query({ slug: "food", locale: "de-CH" })).toEqual({
    id: "cat_food",
    slug: "essen",
    name: "Essen",
    description: "All food",
    seo: { title: "Essen kaufen", description: "Znüni" },
    path: [{ slug: "essen", name: "Essen" }],
    children: [
      { id: "cat_bread", slug: "bread", name: "Bread" },
      { id: "cat_sweet", slug: "essen/suesses", name: "Süßes" },
    ],
  });
  // By the slug of any language, in whichever is asked for.
  expect(await client.catalog.category.query({ slug: "essen" })).toMatchObject({
    slug: "food",
    name: "Food",
    seo: { title: null, description: null },
  });
  const { items } = await client.catalog.products.query({ category: "essen", locale: "de" });
  expect(items.map(({ id }) => id)).toEqual([productId]);
  expect((await client.catalog.category.query({ slug: "sweet" })).path.map(({ slug }) => slug)).toEqual([
    "food",
    "sweet",
  ]);
  expect(await refusalOf(client.catalog.category.query({ slug: "nowhere" }))).toMatchObject({
    code: "NOT_FOUND",
  });
});
