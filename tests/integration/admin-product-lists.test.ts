import { expect, test } from "bun:test";
import type { Client, InStatement, ResultSet } from "@libsql/client";
import { sql } from "drizzle-orm";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";

/** So many products, one draft in three, the oldest the last by title. */
async function newProducts({ db }: TestShop, count: number): Promise<void> {
  await db.run(sql`
    with recursive numbers(n) as (select 0 union all select n + 1 from numbers where n + 1 < ${count})
    insert into products(id, slug, title, title_key, description, description_text, options, status, published_at, created_at, updated_at)
    select printf('prod_%05d', n), 'p' || n, printf('Tea %05d', ${count} - n), printf('tea %05d', ${count} - n), '', '', '[]',
      iif(n % 3 = 0, 'draft', 'published'), 1000, 1000, 0 from numbers
  `);
  await db.run(sql`update products set updated_at = 1000 + rowid`);
}

async function newEditor() {
  const shop = await createTestShop();
  const { client } = await newStaff(shop, { permissions: ["catalog:read"] });
  return { shop, list: client.admin.catalog.products.query };
}

test("a search of all products finds drafts too, and of a common word the newest five thousand on sale", async () => {
  const { shop, list } = await newEditor();
  await newProducts(shop, 7_503);
  const oldest = { id: "prod_00000", title: "Tea 07503", status: "draft" };
  expect((await list({ q: "07503" })).items).toMatchObject([oldest]);
  expect((await list({ q: "tea 07503" })).items).toMatchObject([oldest]);

  const cursor = (await list({ q: "tea", sort: "title", limit: 1 })).nextCursor ?? "";
  expect((await list({ q: "tea", sort: "title", limit: 1, cursor })).items).toMatchObject([
    { title: "Tea 00002" },
  ]);
  const last = btoa(JSON.stringify(["title", "tea 07499", "prod_99999"]));
  const { items, nextCursor } = await list({ q: "tea", sort: "title", cursor: last });
  expect(items.map(({ title }) => title)).toEqual(["Tea 07500", "Tea 07503"]);
  expect(nextCursor).toBeNull();
});

test.each([
  ["updated", undefined],
  ["title", undefined],
  ["title", "draft"],
] as const)("sorted by %s, status %p, the list reads an index in its order", async (sort, status) => {
  const { shop, list } = await newEditor();
  await newProducts(shop, 10);
  const { client } = shop.database;
  const original = client.execute;
  const execute = (statement: InStatement): Promise<ResultSet> =>
    Reflect.apply(original, client, [statement]);
  const asked: Exclude<InStatement, string>[] = [];
  // Sound: Drizzle gives each statement as one value.
  client.execute = ((statement: InStatement) => {
    if (typeof statement !== "string") asked.push(statement);
    return execute(statement);
  }) as Client["execute"];
  const { nextCursor } = await list({ sort, status, limit: 2 });
  await list({ sort, status, limit: 2, cursor: nextCursor ?? "" });

  const ofList = asked.filter(({ sql }) => /"version"/.test(sql));
  expect(ofList.length).toBe(2);
  for (const statement of ofList) {
    const { rows } = await execute({ ...statement, sql: `explain query plan ${statement.sql}` });
    expect(rows.map((row) => row["detail"]).join("\n")).not.toContain("TEMP B-TREE");
  }
});
