import { expect, test } from "bun:test";
import { newDescribedProduct, newVocabulary } from "../helpers/products.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { newShop } from "../helpers/shop.ts";

test("related are the products that share most, of those on sale", async () => {
  const { client, db } = await newShop();
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
