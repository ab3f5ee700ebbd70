import { beforeAll, describe, expect, test } from "bun:test";
import { eq, max, sql } from "drizzle-orm";
import {
  catalogueChanges,
  markets,
  prices,
  productSlugs,
  products,
  productTranslations,
} from "../../db/schema/index.ts";
import { publishScheduled } from "../../server/modules/catalog/publish-scheduled.ts";
import { readChanges } from "../../server/modules/catalog/read-changes.ts";
import { newProduct, touchProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newClock } from "../helpers/clock.ts";
import { newServiceContext } from "../helpers/context.ts";
import { refusalOf } from "../helpers/refusal.ts";

/** More than any search looks at. */
const hidden = 5_200;

describe("a product on sale, older than thousands of drafts and archived ones with its words", () => {
  let shop: TestShop;
  let live: string;

  beforeAll(async () => {
    shop = await createTestShop();
    const { db } = shop;
    live = (await newProduct(db, { title: "Blue tea", description: "Rolled leaves" })).productId;
    await db.run(sql`
      with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${hidden})
      insert into products(id, slug, title, title_key, description, description_text, options, status, published_at, created_at, updated_at)
      select 'hidden-' || n, 'hidden-' || n, 'Blue tea ' || n, 'blue tea ' || n, '', 'Rolled leaves', '[]',
        iif(n % 2, 'draft', 'archived'), 1000, 1000, 1000 from numbers`);
    await db.run(sql`update products set updated_at = updated_at + 1`);
  });

  test.each(["blue", "blue tea", "te", "rolled leaves", "leav"])("is found by %p in any order", async (q) => {
    for (const sort of ["relevance", "newest"] as const) {
      const { items } = await shop.client.catalog.products.query({ q, sort });
      expect(items.map(({ id }) => id)).toEqual([live]);
    }
  });

  test.each(["b", "blue", "blue tea"])("is suggested for %p", async (q) => {
    expect(await shop.client.catalog.suggest.query({ q })).toMatchObject([{ title: "Blue tea" }]);
  });

  test("staff find with the others", async () => {
    const { client } = await newStaff(shop, { permissions: ["catalog:read"] });
    const found = (q: string) => client.admin.catalog.products.query({ q, sort: "title", limit: 3 });
    expect((await found("blue tea")).items.map(({ title }) => title)).toEqual([
      "Blue tea",
      "Blue tea 1000",
      "Blue tea 1001",
    ]);
    expect((await found(`tea ${hidden}`)).items).toMatchObject([{ title: `Blue tea ${hidden}` }]);
  });
});

test("a product is found from when it is published until it is not, and its words are known so long", async () => {
  const { client, db } = await createTestShop();
  const { productId } = await newProduct(db, { title: "Lantern", status: "draft" });
  const found = async (q: string) => {
    const { items, correctedQuery } = await client.catalog.products.query({ q });
    return { items: items.map(({ title }) => title), correctedQuery };
  };
  const none = { items: [], correctedQuery: null };
  for (const status of ["published", "archived", "published", "draft"] as const) {
    expect(await found("lantern")).toEqual(none);
    expect(await found("lanturn")).toEqual(none);
    await db.update(products).set({ status, updatedAt: new Date() }).where(eq(products.id, productId));
    if (status !== "published") continue;
    expect(await found("lantern")).toEqual({ items: ["Lantern"], correctedQuery: null });
    expect(await found("lanturn")).toEqual({ items: ["Lantern"], correctedQuery: "lantern" });
    await db
      .update(products)
      .set({ status: "draft", updatedAt: new Date() })
      .where(eq(products.id, productId));
  }
});

test("suggestions are sold in the market and speak the language wanted", async () => {
  const { client, db } = await createTestShop();
  await db.insert(markets).values({
    code: "ch",
    name: "Switzerland",
    currency: "CHF",
    locale: "de",
    isDefault: false,
    countries: ["CH"],
  });
  await newProduct(db, { title: "Tea pot" });
  const { productId, variantId } = await newProduct(db, { title: "Tea cup", slug: "tea-cup" });
  await db.insert(prices).values({ variantId, currency: "CHF", amount: 900 });
  await db.insert(productTranslations).values({ productId, locale: "de", title: "Teetasse" });
  await db.insert(productSlugs).values({ slug: "teetasse", productId, locale: "de", isCurrent: true });
  await touchProduct(db, productId);
  await newProduct(db, { title: "Tea without a price", amount: null });

  const suggest = client.catalog.suggest.query;
  const here = (await suggest({ q: "tea" })).map(({ title }) => title);
  expect(here.toSorted()).toEqual(["Tea cup", "Tea pot"]);
  const local = [{ slug: "teetasse", title: "Teetasse" }];
  expect(await suggest({ q: "tea", market: "ch" })).toEqual(local);
  expect(await suggest({ q: "teetas", locale: "de-AT" })).toEqual(local);
  expect(await suggest({ q: "tea", market: "ch", locale: "en" })).toEqual([
    { slug: "tea-cup", title: "Tea cup" },
  ]);
  expect(await refusalOf(suggest({ q: "tea", market: "xx" }))).toMatchObject({ code: "NOT_FOUND" });
});

describe("a product that is published later", () => {
  test("is found from its date on, and its words are unknown until then", async () => {
    const clock = newClock();
    const { client, db } = await createTestShop({ clock });
    const ctx = await newServiceContext({ db, clock });
    const publishedAt = new Date(clock.now().getTime() + 60_000);
    const { productId } = await newProduct(db, { title: "Lantern" });
    await db.update(products).set({ publishedAt, updatedAt: new Date() }).where(eq(products.id, productId));
    const found = async (q: string) => (await client.catalog.products.query({ q })).items.map(({ id }) => id);

    expect(await publishScheduled(ctx)).toBe(0);
    expect([await found("lantern"), await found("lanturn")]).toEqual([[], []]);
    clock.advance(60_000);
    const [before] = await db.select({ last: max(catalogueChanges.id) }).from(catalogueChanges);
    expect(await publishScheduled(ctx)).toBe(1);
    expect([await found("lantern"), await found("lanturn")]).toEqual([[productId], [productId]]);
    expect(await client.catalog.suggest.query({ q: "lant" })).toMatchObject([{ title: "Lantern" }]);
    const { changed } = await readChanges(ctx, before?.last ?? 0);
    expect(changed).toEqual(new Set([productId]));
    expect(await publishScheduled(ctx)).toBe(0);
  });

  test("is not published by a date that it has no more", async () => {
    const clock = newClock();
    const { db } = await createTestShop({ clock });
    const ctx = await newServiceContext({ db, clock });
    const { productId } = await newProduct(db, { title: "Lantern" });
    const set = (fields: Partial<typeof products.$inferInsert>) =>
      db
        .update(products)
        .set({ ...fields, updatedAt: new Date() })
        .where(eq(products.id, productId));
    await set({ publishedAt: new Date(clock.now().getTime() + 60_000) });
    await set({ status: "draft" });
    clock.advance(60_000);
    expect(await publishScheduled(ctx)).toBe(0);
    expect(await db.all(sql`select rowid from search_documents where rowid > 0`)).toEqual([]);
  });
});

test("what is not sold in the market hides nothing that is, in any order", async () => {
  const { client, db } = await createTestShop();
  const { productId } = await newProduct(db, { title: "Blue tea", description: "Rolled leaves" });
  await db.run(sql`
    with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${hidden})
    insert into products(id, slug, title, description, description_text, options, status, published_at, created_at, updated_at)
    select 'unsold-' || n, 'unsold-' || n, 'Blue tea ' || n, '', 'Rolled leaves', '[]', 'published', 1000, 1000, 1000
    from numbers`);
  await db.run(sql`update products set updated_at = updated_at + 1`);
  for (const sort of ["relevance", "newest", "price"] as const) {
    for (const q of ["blue", "blue tea", "leav"]) {
      const { items } = await client.catalog.products.query({ q, sort });
      expect(items.map(({ id }) => id)).toEqual([productId]);
    }
  }
  expect(await client.catalog.suggest.query({ q: "bl" })).toMatchObject([{ title: "Blue tea" }]);
  const counted = await client.catalog.products.query({ q: "tea", facets: ["availability"], total: true });
  expect(counted).toMatchObject({ total: 1, capped: false });
});
