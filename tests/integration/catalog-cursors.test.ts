import { expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { products, variants } from "../../db/schema/index.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { refusalOf } from "../helpers/refusal.ts";

const sorts = ["relevance", "newest", "title", "price", "price-desc"] as const;

const bad = { code: "BAD_REQUEST", data: { issues: [{ path: "cursor" }] } };

const cursorOf = (json: string) => Buffer.from(json).toString("base64url");

const positions = ['[1,"abc"]', '[1,"1e999"]', '[1e999,"1"]', "[1]", "{}", "null", '["a","b"]'];

test.each(sorts)("a cursor that no page by %s said is bad input", async (sort) => {
  const { client } = await createTestShop();
  const named = positions.map((position) => position.replace("[", `["${sort}",`));
  for (const position of [...positions, ...named]) {
    const asked = client.catalog.products.query({ q: "tea", sort, cursor: cursorOf(position) });
    expect(await refusalOf(asked)).toMatchObject(bad);
  }
});

test("a cursor leads on in its own order alone", async () => {
  const { client, db } = await createTestShop();
  for (let n = 0; n < 3; n++) await newProduct(db, { title: "Tea" });
  for (const sort of sorts) {
    const { nextCursor } = await client.catalog.products.query({ q: "tea", sort, limit: 1 });
    const cursor = nextCursor ?? "";
    for (const other of sorts) {
      const asked = client.catalog.products.query({ q: "tea", sort: other, limit: 1, cursor });
      if (other === sort) expect((await asked).items).toHaveLength(1);
      else expect(await refusalOf(asked)).toMatchObject(bad);
    }
  }
});

test("staff's list refuses a cursor of nobody and of another order", async () => {
  const shop = await createTestShop();
  for (let n = 0; n < 2; n++) await newProduct(shop.db, { title: "Tea" });
  const { client } = await newStaff(shop, "owner");
  const { nextCursor } = await client.admin.catalog.products.query({ limit: 1 });
  const cursors = ['[1e999,"x"]', '["title",1e999,"x"]'].map(cursorOf);
  for (const cursor of [...cursors, nextCursor ?? ""]) {
    const asked = client.admin.catalog.products.query({ sort: "title", cursor });
    expect(await refusalOf(asked)).toMatchObject(bad);
  }
  for (const position of ['[1e999,"x"]', '["updated",1e999,"x"]']) {
    const asked = client.admin.catalog.products.query({ cursor: cursorOf(position) });
    expect(await refusalOf(asked)).toMatchObject(bad);
  }
});

async function remove({ db }: TestShop, productId: string): Promise<void> {
  await db.delete(variants).where(eq(variants.productId, productId));
  await db.delete(products).where(eq(products.id, productId));
}

type List = (cursor: string | undefined) => Promise<{ items: { id: string }[]; nextCursor: string | null }>;

async function idsOf(list: List, between: (page: number) => Promise<unknown> = async () => {}) {
  const ids: string[] = [];
  let cursor: string | undefined;
  for (let page = 1; ; page++) {
    const { items, nextCursor } = await list(cursor);
    ids.push(...items.map(({ id }) => id));
    if (nextCursor === null) return ids;
    cursor = nextCursor;
    await between(page);
  }
}

/** Titles so long that they are sorted by their beginnings alone, which are the same. */
async function newLongTitles(shop: TestShop, length: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < 4; n++) {
    const title = `${"𝔗".repeat(length / 2)}${n}`;
    const { productId } = await newProduct(shop.db, { title });
    ids.push(productId);
  }
  return ids;
}

test("by title, very long titles are paged through to the last", async () => {
  const shop = await createTestShop();
  const ids = await newLongTitles(shop, 600);
  const list: List = (cursor) => shop.client.catalog.products.query({ sort: "title", limit: 1, cursor });
  expect(await idsOf(list)).toEqual(ids);
  const staff = await newStaff(shop, "owner");
  const listAll: List = (cursor) =>
    staff.client.admin.catalog.products.query({ sort: "title", limit: 1, cursor });
  expect(await idsOf(listAll)).toEqual(ids);
});

test("by title, no product is skipped when the last of a page is gone whose title is very long", async () => {
  const shop = await createTestShop();
  const ids = await newLongTitles(shop, 600);
  const [first = "", ...others] = ids;
  const list: List = (cursor) => shop.client.catalog.products.query({ sort: "title", limit: 1, cursor });
  const seen = await idsOf(list, async (page) => {
    if (page === 1) await remove(shop, first);
  });
  expect(seen).toEqual([first, ...others]);
});

test("by relevance, no product is shown twice nor skipped while others come and go", async () => {
  const shop = await createTestShop();
  const make = async (title: string, description: string) => {
    const { productId } = await newProduct(shop.db, { title, description });
    return productId;
  };
  const kept: string[] = [];
  const others: string[] = [];
  // Of different lengths: how well they fit depends on the mean of all.
  for (let n = 0; n < 60; n++)
    kept.push(await make(`Cup ${n}`, `green tea ${"word ".repeat(n % 7)}${"tea ".repeat(n % 4)}`));
  for (let n = 0; n < 70; n++) others.push(await make(`Pot ${n}`, "iron ".repeat(n)));
  const list: List = (cursor) => shop.client.catalog.products.query({ q: "green tea", limit: 10, cursor });
  const seen = await idsOf(list, async () => {
    for (let n = 0; n < 8; n++) await make(`Pan ${n}`, "steel ".repeat(40 * n));
    for (const gone of others.splice(0, 12)) await remove(shop, gone);
  });
  expect(seen.toSorted()).toEqual(kept.toSorted());
});
