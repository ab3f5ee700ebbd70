import { expect, test } from "bun:test";
import { createTestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { toLines } from "../helpers/catalogues.ts";

const prices = [{ currency: "EUR", amount: 1000 }];

test("by title, products stand as people expect, page by page, however their titles came", async () => {
  const shop = await createTestShop();
  const { client } = await newStaff(shop, { permissions: ["catalog:read", "catalog:write"] });
  const admin = client.admin.catalog;
  for (const title of ["Zebra cup", "Cup 10", "CUP 9", "école"]) {
    await admin.createProduct.mutate({ title, status: "published", prices });
  }
  const line = (slug: string, title: string) => ({
    slug,
    title,
    status: "published",
    variants: [{ prices }],
  });
  const content = toLines(line("l", "Łódź mug"), line("e", "Éclair"), line("m", "mug"));
  await admin.importProducts.mutate({ format: "jsonl", content });

  const titles = async (list: typeof shop.client.catalog.products.query | typeof admin.products.query) => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ sort: "title", limit: 2, cursor });
      seen.push(...page.items.map(({ title }) => title));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return seen;
  };
  const expected = ["CUP 9", "Cup 10", "Éclair", "école", "Łódź mug", "mug", "Zebra cup"];
  expect(await titles(shop.client.catalog.products.query)).toEqual(expected);
  expect(await titles(admin.products.query)).toEqual(expected);

  const { id } = (await admin.products.query({ q: "zebra" })).items[0] ?? { id: "" };
  await admin.updateProduct.mutate({ id, title: "A cup of zebra" });
  await admin.importProducts.mutate({ format: "jsonl", content: toLines(line("m", "Zoo mug")) });
  const renamed = ["A cup of zebra", ...expected.slice(0, 5), "Zoo mug"];
  expect(await titles(shop.client.catalog.products.query)).toEqual(renamed);
  expect(await titles(admin.products.query)).toEqual(renamed);
});
