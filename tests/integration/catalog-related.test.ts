import { expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { createTestShop } from "../../testing/shop.ts";
import { newDescribedProduct, newVocabulary } from "../helpers/products.ts";
import { refusalOf } from "../helpers/refusal.ts";

test("related are the products that share most, of those on sale", async () => {
  const { client, db } = await createTestShop();
  await newVocabulary(db);
  const tags = ["a", "b"];
  const one = await newDescribedProduct(db, { title: "One", tags, categories: ["cat_cups"] });
  await newDescribedProduct(db, { title: "Nothing shared", tags: ["c"], categories: ["cat_home"] });
  await newDescribedProduct(db, { title: "A tag", tags: ["a"] });
  await newDescribedProduct(db, { title: "All", tags, categories: ["cat_cups"] });
  await newDescribedProduct(db, { title: "The category", categories: ["cat_cups"] });
  await newDescribedProduct(db, { title: "Draft", tags, categories: ["cat_cups"], status: "draft" });
  const related = await client.catalog.related.query({ id: one.productId });
  const expected = ["All", "The category", "A tag"];
  expect(related.map(({ title }) => title)).toEqual(expected);
  const two = await client.catalog.related.query({ id: one.productId, limit: 2 });
  expect(two).toEqual(related.slice(0, 2));
  expect(await refusalOf(client.catalog.related.query({ id: "prod_x" }))).toMatchObject({
    code: "NOT_FOUND",
  });
  expect(await refusalOf(client.catalog.related.query({ id: one.productId, limit: 25 }))).toMatchObject({
    data: { issues: [{ path: "limit" }] },
  });
});

test("related are found behind any number of newer drafts", async () => {
  const { client, db } = await createTestShop();
  await newVocabulary(db);
  const shared = { tags: ["a"], categories: ["cat_cups"] };
  const { productId: id } = await newDescribedProduct(db, { title: "One", ...shared });
  await newDescribedProduct(db, { title: "Older", ...shared });
  const numbers = sql`with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 60)`;
  await db.run(sql`
    insert into products(id, slug, title, description, description_text, options, status, published_at, created_at, updated_at)
    ${numbers} select 'z' || n, 'z' || n, 'Draft', '', '', '[]', iif(n % 2, 'draft', 'archived'), 1, 1, 1 from numbers`);
  await db.run(sql`insert into product_tags(product_id, tag) ${numbers} select 'z' || n, 'a' from numbers`);
  await db.run(sql`
    insert into product_categories(product_id, category_id) ${numbers} select 'z' || n, 'cat_cups' from numbers`);
  await db.run(sql`update products set updated_at = updated_at + 1`);
  const related = await client.catalog.related.query({ id });
  expect(related.map(({ title }) => title)).toEqual(["Older"]);
});
