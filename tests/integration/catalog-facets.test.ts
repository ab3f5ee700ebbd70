import { expect, test } from "bun:test";
import { priceBuckets } from "../../server/modules/catalog/listing/price-buckets.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newDescribedProduct, newVocabulary } from "../helpers/products.ts";

type Input = NonNullable<Parameters<TestShop["client"]["catalog"]["products"]["query"]>[0]>;

async function newFacetedShop() {
  const shop = await createTestShop();
  await newVocabulary(shop.db);
  const make = (title: string, size: string[], material: string, amount: number, vendor: string) =>
    newDescribedProduct(shop.db, {
      title,
      amount,
      vendor,
      onHand: amount > 4_000 ? 0 : 1,
      tags: ["all", vendor.toLowerCase()],
      options: { Size: size },
      attributes: { material, weight: amount / 1_000, organic: amount < 3_000 },
    });
  await make("A", ["S", "M"], "cotton", 1_500, "Acme");
  await make("B", ["M"], "cotton", 2_500, "Acme");
  await make("C", ["L"], "wool", 4_500, "Bolt");
  return shop;
}

const facets = ["tags", "vendor", "options", "price", "availability", "attributes"] as const;

test("facets count what the list has", async () => {
  const { client } = await newFacetedShop();
  const page = await client.catalog.products.query({ facets: [...facets], total: true, limit: 1 });
  expect(page).toMatchObject({ total: 3, capped: false });
  expect(page.facets).toEqual({
    tags: [
      { value: "all", count: 3 },
      { value: "acme", count: 2 },
      { value: "bolt", count: 1 },
    ],
    vendor: [
      { value: "Acme", count: 2 },
      { value: "Bolt", count: 1 },
    ],
    options: [
      {
        name: "Size",
        values: [
          { value: "M", count: 2 },
          { value: "L", count: 1 },
          { value: "S", count: 1 },
        ],
      },
    ],
    price: {
      min: 1_500,
      max: 4_500,
      buckets: [
        { min: 1_000, max: 1_999, count: 1 },
        { min: 2_000, max: 2_999, count: 1 },
        { min: 4_000, max: 4_999, count: 1 },
      ],
    },
    availability: { inStock: 2, soldOut: 1 },
    attributes: [
      {
        key: "material",
        name: "Material",
        type: "choice",
        values: [
          { value: "cotton", count: 2 },
          { value: "wool", count: 1 },
        ],
        range: null,
      },
      {
        key: "organic",
        name: "Organic",
        type: "boolean",
        values: [
          { value: true, count: 2 },
          { value: false, count: 1 },
        ],
        range: null,
      },
      { key: "weight", name: "Weight", type: "number", values: [], range: { min: 1.5, max: 4.5, count: 3 } },
    ],
  });
});

test("a facet respects the other filters and not its own", async () => {
  const { client } = await newFacetedShop();
  const { facets: found, total } = await client.catalog.products.query({
    vendor: ["Acme"],
    options: { Size: ["S"] },
    facets: ["vendor", "options", "tags"],
    total: true,
  });
  expect(total).toBe(1);
  // Of size S only Acme has anything; of Acme's there are sizes M and S.
  expect(found?.vendor).toEqual([{ value: "Acme", count: 1 }]);
  expect(found?.options?.[0]?.values).toEqual([
    { value: "M", count: 2 },
    { value: "S", count: 1 },
  ]);
  expect(found?.tags).toEqual([
    { value: "acme", count: 1 },
    { value: "all", count: 1 },
  ]);
});

test("each count is of what the list has with that value", async () => {
  const { client } = await newFacetedShop();
  const filters: Input[] = [
    {},
    { vendor: ["Acme"] },
    { inStock: true },
    { price: { max: 3_000 }, vendor: ["Acme", "Bolt"] },
    { options: { Size: ["M"] }, attributes: { organic: true } },
    { options: { Size: ["M", "L"] }, attributes: { weight: { min: 2 } } },
    { q: "acme" },
    { q: "all", attributes: { material: ["cotton"] } },
  ];
  for (const filter of filters) {
    const having = async (value: Input) =>
      (await client.catalog.products.query({ ...filter, ...value, total: true })).total ?? -1;
    const { facets: found } = await client.catalog.products.query({ ...filter, facets: [...facets] });
    const { tags = [], vendor = [], options = [], price, availability, attributes = [] } = found ?? {};
    for (const { value, count } of tags) expect(await having({ tags: [value] })).toBe(count);
    for (const { value, count } of vendor) expect(await having({ vendor: [value] })).toBe(count);
    for (const { name, values } of options) {
      for (const { value, count } of values) {
        expect(await having({ options: { ...filter.options, [name]: [value] } })).toBe(count);
      }
    }
    for (const { min, max, count } of price?.buckets ?? []) {
      expect(await having({ price: { min, max } })).toBe(count);
    }
    expect(await having({ inStock: true })).toBe(availability?.inStock ?? -1);
    for (const { key, values, range } of attributes) {
      const withAttribute = (value: string[] | boolean | { min: number; max: number }) =>
        having({ attributes: { ...filter.attributes, [key]: value } });
      for (const { value, count } of values) {
        expect(await withAttribute(typeof value === "string" ? [value] : value)).toBe(count);
      }
      if (range) expect(await withAttribute({ min: range.min, max: range.max })).toBe(range.count);
    }
  }
});

test("the facet of one attribute respects the filter by another", async () => {
  const { client } = await newFacetedShop();
  const { facets: found } = await client.catalog.products.query({
    attributes: { material: ["wool"], organic: false },
    facets: ["attributes", "price"],
  });
  const values = (key: string) => found?.attributes?.find((each) => each.key === key)?.values;
  expect(values("material")).toEqual([{ value: "wool", count: 1 }]);
  expect(values("organic")).toEqual([{ value: false, count: 1 }]);
  expect(found?.price?.buckets).toEqual([{ min: 4_000, max: 4_999, count: 1 }]);
});

test("facets of a search count its hits, and of nothing nothing", async () => {
  const { client } = await newFacetedShop();
  const of = async (q: string) =>
    client.catalog.products.query({ q, facets: ["vendor", "price"], total: true });
  expect(await of("acme")).toMatchObject({ total: 2, facets: { vendor: [{ value: "Acme", count: 2 }] } });
  expect(await of("🙂🙂")).toMatchObject({ total: 0, items: [] });
});

/** So many products, the earlier half cheap, of Acme and in stock, the later dear, of Bolt and sold out. */
async function newHalves(count: number): Promise<TestShop> {
  const shop = await createTestShop();
  const half = count / 2;
  await shop.database.client.batch([
    `insert into products(id, slug, title, options, status, vendor, published_at, created_at, updated_at)
      with recursive n(n) as (select 1 union all select n + 1 from n where n < ${count})
      select 'prod_' || n, 'p-' || n, 'Pot', '[]', 'published', iif(n <= ${half}, 'Acme', 'Bolt'), 1000 + n, 0, 0 from n`,
    `insert into product_listings(product_id, currency, amount, available)
      select id, 'EUR', iif(number <= ${half}, 150, 9000), number <= ${half} from products`,
    "insert into product_tags(product_id, tag) select id, 'all' from products",
    "update products set updated_at = 1",
  ]);
  return shop;
}

test("what passes the filters is counted, however many newer products do not", async () => {
  const { client } = await newHalves(700);
  for (const filter of [{ inStock: true }, { inStock: true, tags: ["all"] }, { price: { max: 200 } }]) {
    const page = await client.catalog.products.query({
      ...filter,
      facets: ["vendor", "price", "availability"],
      total: true,
    });
    expect(page).toMatchObject({
      total: 350,
      capped: false,
      facets: { vendor: [{ value: "Acme", count: 350 }], availability: { inStock: 350 } },
    });
    expect(page.facets?.price?.buckets[0]).toEqual({ min: 100, max: 199, count: 350 });
  }
});

test("of very many products a part is counted, which is told", async () => {
  const { client } = await newHalves(5_000);
  const availability = await client.catalog.products.query({ facets: ["availability"], limit: 1 });
  expect(availability).toMatchObject({
    capped: true,
    facets: { availability: { inStock: 0, soldOut: 1_000 } },
  });
  const inStock = await client.catalog.products.query({ inStock: true, total: true, limit: 1 });
  expect(inStock).toMatchObject({ total: 2_000, capped: true });
});

test("of very many products below a category each is counted once, the newest", async () => {
  const { client, database } = await newHalves(7_000);
  await database.client.batch([
    "insert into categories(id, parent_id, slug, name) values ('home', null, 'home', 'Home'), ('a', 'home', 'a', 'A'), ('b', 'home', 'b', 'B')",
    "insert into product_categories(category_id, product_id) select 'a', id from products union all select 'b', id from products",
    "update products set updated_at = 2",
  ]);
  const page = await client.catalog.products.query({ category: "home", facets: ["vendor"], limit: 1 });
  expect(page).toMatchObject({ capped: true, facets: { vendor: [{ value: "Bolt", count: 1_000 }] } });
  const cheap = { category: "home", price: { max: 200 }, facets: ["vendor"] as const, limit: 1 };
  const { facets: found } = await client.catalog.products.query({ ...cheap, facets: [...cheap.facets] });
  expect(found?.vendor?.map(({ value }) => value)).toEqual(["Acme"]);
});

test("what a search finds is counted, or a part, which is told", async () => {
  const { client } = await newHalves(5_000);
  const counted = async (input: object) =>
    client.catalog.products.query({ q: "pot", facets: ["vendor"], total: true, limit: 1, ...input });
  expect(await counted({})).toMatchObject({ total: 1_000, capped: true });
  expect(await counted({ price: { min: 9_000, max: 9_000 }, vendor: ["Acme"] })).toMatchObject({
    total: 0,
    facets: { vendor: [{ value: "Bolt", count: 1_000 }] },
  });
});

test("how many there are of all products, or of a word, is told exactly", async () => {
  const shop = await newHalves(5_000);
  const { client } = shop;
  const facets = { tags: [{ value: "all", count: 5_000 }], vendor: [{ value: "Acme", count: 2_500 }, {}] };
  const all = await client.catalog.products.query({ facets: ["tags", "vendor"], total: true, limit: 1 });
  expect(all).toMatchObject({ total: 5_000, capped: false, facets });
  const acme = await client.catalog.products.query({ vendor: ["Acme"], total: true, limit: 1 });
  expect(acme).toMatchObject({ total: 2_500, capped: false });
  const others = await client.catalog.products.query({ vendor: ["Acme"], facets: ["vendor"], limit: 1 });
  expect(others).toMatchObject({ capped: false, facets: { vendor: facets.vendor } });

  // What is not published yet, or not sold in the market, does not count.
  await shop.database.client.batch([
    "update products set published_at = 9e15, updated_at = 2 where number > 4990",
    "delete from product_listings where product_id in ('prod_1', 'prod_2')",
  ]);
  const now = await client.catalog.products.query({ total: true, limit: 1 });
  expect(now).toMatchObject({ total: 4_988, capped: false });
  const tagged = await client.catalog.products.query({ tags: ["all"], total: true, limit: 1 });
  expect(tagged).toMatchObject({ total: 4_988, capped: false });
  const part = await client.catalog.products.query({ facets: ["tags"], limit: 1 });
  expect(part).toMatchObject({ capped: true, facets: { tags: [{ value: "all", count: 1_000 }] } });
});

test("price buckets are a digit wide, or 1, 2 and 5 when there would be many", () => {
  const group = (min: number) => ({ min, max: min, count: 1 });
  expect(priceBuckets([group(0), group(120), group(1_999)])).toEqual([
    { min: 0, max: 0, count: 1 },
    { min: 100, max: 199, count: 1 },
    { min: 1_000, max: 1_999, count: 1 },
  ]);
  const all = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 200].map(group);
  expect(priceBuckets(all)).toEqual([
    { min: 10, max: 19, count: 1 },
    { min: 20, max: 49, count: 3 },
    { min: 50, max: 99, count: 5 },
    { min: 100, max: 199, count: 1 },
    { min: 200, max: 499, count: 1 },
  ]);
});
