import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { DatabaseHandle } from "../../../db/client.ts";
import { createTestShop } from "../../../testing/shop.ts";
import { newStaff } from "../../../testing/staff.ts";
import { header, toLines } from "../../helpers/catalogues.ts";
import { newDescribedProduct, newVocabulary } from "../../helpers/products.ts";
import { refusalOf } from "../../helpers/refusal.ts";
import { startRemoteStore } from "../../helpers/sqld.ts";

describe("the catalogue over a database server (sqld)", () => {
  let store: Awaited<ReturnType<typeof startRemoteStore>>;
  let database: DatabaseHandle;

  beforeAll(async () => {
    store = await startRemoteStore();
    database = store.database;
  });

  afterAll(() => store.stop());

  test("is shown: lists with facets, searches, pages of products and of categories", async () => {
    const { client, db } = await createTestShop({ database });
    await newVocabulary(db);
    const described = { vendor: "Bodega", categories: ["cat_cups"], tags: ["blue", "gift"] };
    const mug = await newDescribedProduct(db, {
      ...described,
      title: "Porcelain mug",
      amount: 900,
      options: { Size: ["S", "L"] },
      attributes: { weight: 2.5, organic: true, material: "wool" },
    });
    const jug = await newDescribedProduct(db, { ...described, title: "Porcelain jug", amount: 2_000 });
    const { catalog } = client;
    const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);

    for (const sort of ["newest", "title", "price", "price-desc", "relevance"] as const) {
      const ids = idsOf(await catalog.products.query({ sort, category: "home" }));
      expect(ids.toSorted()).toEqual([mug.productId, jug.productId].toSorted());
    }
    const page = await catalog.products.query({ sort: "price", limit: 1, category: "cups", total: true });
    expect(page).toMatchObject({ items: [{ id: mug.productId }], total: 2 });
    const next = { sort: "price", limit: 1, category: "cups", cursor: page.nextCursor ?? "" } as const;
    expect(idsOf(await catalog.products.query(next))).toEqual([jug.productId]);
    const filtered = await catalog.products.query({
      tags: ["gift"],
      vendor: ["Bodega"],
      options: { Size: ["S"] },
      attributes: { weight: { min: 2 }, organic: true, material: ["wool"] },
      price: { max: 1_000 },
      inStock: true,
      facets: ["tags", "vendor", "options", "price", "availability", "attributes"],
    });
    expect(filtered).toMatchObject({
      items: [{ id: mug.productId, price: { amount: 900 } }],
      facets: { price: { min: 900, max: 900 }, availability: { inStock: 1, soldOut: 0 } },
    });

    expect(idsOf(await catalog.products.query({ q: "porcelain mug" }))).toEqual([mug.productId]);
    const corrected = await catalog.products.query({ q: "porcelein", sort: "price", facets: ["tags"] });
    expect(corrected).toMatchObject({
      correctedQuery: "porcelain",
      facets: { tags: [{ value: "blue" }, {}] },
    });
    expect(idsOf(corrected)).toEqual([mug.productId, jug.productId]);
    expect((await catalog.suggest.query({ q: "porc" })).length).toBe(2);
    expect((await catalog.suggest.query({ q: "porcelein" })).length).toBe(2);

    expect(await catalog.product.query({ slug: mug.slug })).toMatchObject({
      id: mug.productId,
      tags: ["blue", "gift"],
      attributes: [
        { key: "material", value: "wool" },
        { key: "organic", value: true },
        { key: "weight", value: 2.5 },
      ],
      categories: [{ slug: "cups", path: [{ slug: "home" }, { slug: "cups" }] }],
    });
    expect((await catalog.related.query({ id: mug.productId })).map(({ id }) => id)).toEqual([jug.productId]);
    expect(await catalog.category.query({ slug: "home" })).toMatchObject({ children: [{ slug: "cups" }] });
    expect((await catalog.categories.query({})).map(({ slug }) => slug)).toContain("home");
    expect((await catalog.markets.query()).length).toBe(1);
  });

  test("is edited: products, variants, prices, categories, attributes and markets", async () => {
    const shop = await createTestShop({ database });
    const { catalog } = (await newStaff(shop)).client.admin;
    const kind = { key: "grain", name: "Grain", type: "choice" as const, choices: ["fine", "coarse"] };
    await catalog.saveAttribute.mutate(kind);
    const above = await catalog.saveCategory.mutate({ name: "Pantry" });
    const below = await catalog.saveCategory.mutate({ name: "Salt", parentId: above.id });
    const circle = catalog.moveCategory.mutate({
      id: above.id,
      parentId: below.id,
      version: above.version,
    });
    expect(await refusalOf(circle)).toMatchObject({ code: "BAD_REQUEST" });

    const made = await catalog.createProduct.mutate({
      title: "Sea salt",
      status: "published",
      tags: ["white"],
      categories: [below.id],
      attributes: { grain: "fine" },
      translations: [
        { locale: "de", slug: "meersalz", title: "Meersalz", description: "Aus dem Meer" },
        { locale: "de-AT", title: "Salz vom Meer" },
      ],
      optionNames: ["Size"],
      variants: [
        { sku: "SALT-S", optionValues: ["S"], prices: [{ currency: "EUR", amount: 300 }] },
        { sku: "SALT-L", optionValues: ["L"], prices: [{ currency: "EUR", amount: 500 }] },
      ],
    });
    const again = catalog.createProduct.mutate({ title: "Salt", variants: [{ sku: "SALT-S" }] });
    expect(await refusalOf(again)).toMatchObject({ code: "BAD_REQUEST" });
    const updated = await catalog.updateProduct.mutate({
      id: made.id,
      version: made.version,
      slug: "grey-salt",
      title: "Grey salt",
    });
    const stale = catalog.updateProduct.mutate({ id: made.id, version: made.version, title: "Old" });
    expect(await refusalOf(stale)).toMatchObject({ code: "VERSION_CONFLICT" });
    const saved = await catalog.saveVariants.mutate({
      productId: made.id,
      version: updated.version,
      removeOthers: true,
      variants: [
        ...made.variants.slice(0, 1).map(({ id }) => ({ id, weightGrams: 250 })),
        { sku: "SALT-M", optionValues: ["M"], prices: [{ currency: "EUR", amount: 400 }] },
      ],
    });
    expect(saved.variants.map(({ sku }) => sku)).toEqual(["SALT-S", "SALT-M"]);
    const [small] = saved.variants;
    const offers = [{ amount: 200, minQuantity: 10 }];
    await catalog.setPrices.mutate({
      prices: [{ variantId: small?.id ?? "", currency: "EUR", amount: 250, compareAtAmount: 300, offers }],
    });
    await catalog.updateProducts.mutate({ ids: [made.id], set: { addTags: ["sea"], vendor: "Guérande" } });

    const { product } = shop.client.catalog;
    expect(await product.query({ slug: "sea-salt", locale: "de-AT" })).toMatchObject({
      slug: "meersalz",
      title: "Salz vom Meer",
      description: "Aus dem Meer",
      tags: ["sea", "white"],
      vendor: "Guérande",
      variants: [
        { price: { amount: 250 }, compareAtPrice: { amount: 300 }, offers: [{ minQuantity: 10 }] },
        { sku: "SALT-M" },
      ],
    });
    for (const sort of ["updated", "title"] as const) {
      const wanted = { q: "salt", tag: "sea", category: below.slug, sort };
      expect((await catalog.products.query(wanted)).items).toMatchObject([{ id: made.id, variants: 2 }]);
    }
    const { version } = await catalog.product.query({ id: made.id });
    await catalog.archiveProduct.mutate({ id: made.id, version });
    expect(await refusalOf(product.query({ id: made.id }))).toMatchObject({ code: "NOT_FOUND" });

    const moved = { id: below.id, parentId: null, position: 0, version: below.version };
    await catalog.moveCategory.mutate(moved);
    expect((await catalog.categories.query()).find(({ id }) => id === below.id)).toMatchObject({ level: 0 });
    const market = { code: "at", name: "Austria", currency: "EUR", locale: "de-AT", countries: ["AT"] };
    await catalog.saveMarket.mutate({ ...market, pricesIncludeTax: true });
    expect((await catalog.markets.query()).map(({ code }) => code)).toContain("at");
  });

  test("goes in as a file and comes out as one, the same again changing nothing", async () => {
    const shop = await createTestShop({ database });
    const { catalog } = (await newStaff(shop)).client.admin;
    const content = toLines(header, {
      slug: "imported",
      title: "Imported",
      tags: ["file"],
      categories: [[{ slug: "food", name: "Food" }]],
      attributes: { material: "wool" },
      variants: [{ sku: "IMPORTED", prices: [{ currency: "EUR", amount: 700 }] }],
    });
    const file = { format: "jsonl", content } as const;
    expect(await catalog.importProducts.mutate({ ...file, dryRun: true })).toMatchObject({
      products: { created: 1 },
      issues: [],
    });
    expect(await catalog.importProducts.mutate(file)).toMatchObject({ products: { created: 1 }, issues: [] });
    expect(await catalog.importProducts.mutate(file)).toMatchObject({ products: { unchanged: 1 } });
    for (const format of ["jsonl", "shopify-csv"] as const) {
      const { content, nextCursor } = await catalog.exportProducts.query({ format, limit: 100 });
      expect(content).toContain("IMPORTED");
      expect(nextCursor).toBeNull();
    }
  });
});
