import { beforeAll, describe, expect, test } from "bun:test";
import { readSingleQuery } from "../../server/trpc/single-query.ts";
import { newCustomer } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";

const origin = "http://shop.test";

const input = (value: unknown) => `input=${encodeURIComponent(JSON.stringify(value))}`;
const plain = (procedure: string, value: unknown) => `${procedure}?${input({ json: value })}`;
const batched = (procedure: string, value: unknown) =>
  `${procedure}?batch=1&${input({ 0: { json: value } })}`;

/** Of what is answered without tRPC's adapter. */
const ours: [what: string, path: string][] = [
  ["a query without input", "catalog.products"],
  ["a query with input", plain("catalog.products", { limit: 2, q: "coffee" })],
  ["a batch of one", batched("catalog.products", { limit: 2 })],
  ["a batch of one without input", "catalog.categories?batch=1&input=%7B%7D"],
  ["a batch of one without any input", "catalog.categories?batch=1"],
  ["an empty input", "catalog.products?input="],
  [
    "two inputs, of which the first counts",
    `${plain("catalog.products", { limit: 1 })}&${input({ json: { limit: 9 } })}`,
  ],
  [
    "a batch that is called so by another word",
    `catalog.products?batch=true&${input({ json: { limit: 1 } })}`,
  ],
  ["an answer with dates", plain("catalog.product", { slug: "coffee" })],
  ["an input that the procedure does not look at", "catalog.markets?input=%7B%22json%22%3A1%7D"],
  ["what is not found", plain("catalog.product", { slug: "nothing" })],
  ["what is not found, in a batch", batched("catalog.product", { slug: "nothing" })],
  ["a wrong input", plain("catalog.products", { limit: 0, sort: 1 })],
  ["a wrong input in a batch", batched("catalog.products", { limit: 0, sort: 1 })],
  ["no input where there has to be one", "catalog.product"],
  ["what is for customers", "account.profile"],
  ["what is for customers, in a batch", "account.profile?batch=1"],
  ["what is for staff", plain("admin.catalog.products", {})],
];

/** Of what is left to it. */
const theirs: [what: string, path: string, headers?: Record<string, string>][] = [
  ["no JSON", "catalog.products?input=%7B"],
  ["no JSON in a batch", "catalog.products?batch=1&input=%7B"],
  ["no JSON that the procedure does not look at", "catalog.markets?input=%7B"],
  ["no superjson", `catalog.products?${input(null)}`],
  [
    "superjson that makes no sense",
    `catalog.products?${input({ json: {}, meta: { values: { a: ["?"] } } })}`,
  ],
  ["a list as a batch", `catalog.products?batch=1&${input([{ json: {} }])}`],
  ["a number as a batch", `catalog.products?batch=1&${input(5)}`],
  ["null as a batch", `catalog.products?batch=1&${input(null)}`],
  ["two calls", `catalog.products,catalog.categories?batch=1&${input({ 0: { json: { limit: 1 } } })}`],
  ["two calls, one of them wrong", "catalog.categories,catalog.product?batch=1"],
  ["a procedure that is not there", "catalog.nothing"],
  ["a procedure that is not there, in a batch", "catalog.nothing?batch=1"],
  ["the name of a method of all objects", "toString"],
  ["the name of all objects' prototype", "__proto__"],
  ["no procedure", ""],
  ["a router", "catalog"],
  ["a mutation", plain("cart.create", {})],
  ["a path that ends with a slash", "catalog.markets/"],
  ["a path that is encoded", "catalog%2Emarkets"],
  ["a path that cannot be decoded", "catalog%E0%A4%A.markets"],
  ["parameters of a connection", "catalog.markets?connectionParams=null"],
  ["parameters of a connection that are none", "catalog.markets?connectionParams=%7B"],
  ["an answer in parts", "catalog.markets", { accept: "text/html, application/jsonl" }],
  ["an answer in parts, by tRPC's own header", "catalog.markets", { "trpc-accept": "application/jsonl" }],
];

/** That nobody has, so that no answer is kept. */
const tokenOfNobody = { authorization: "Bearer of-nobody" };

const isOurs = (path: string, headers: Record<string, string> = {}) => {
  const url = `${origin}/trpc/${path}`;
  return readSingleQuery(new Request(url, { headers }), new URL(url)) !== undefined;
};

describe("a single query is answered as tRPC's adapter answers it, to the byte:", () => {
  let shop: TestShop;
  let customer: Record<string, string>;

  beforeAll(async () => {
    shop = await createTestShop();
    await newProduct(shop.db, { slug: "coffee" });
    const { token } = await newCustomer(shop);
    customer = { authorization: `Bearer ${token}` };
  });

  async function answer(path: string, headers: Record<string, string>) {
    const request = new Request(`${origin}/trpc/${path}`, { headers: { "x-request-id": "one", ...headers } });
    const response = await shop.app(request);
    return {
      status: response.status,
      headers: [...response.headers].toSorted(),
      body: await response.text(),
    };
  }

  test.each(ours)("%s", async (_, path) => {
    expect(isOurs(path)).toBe(true);
    for (const headers of [tokenOfNobody, customer]) {
      const usual = { "content-type": "application/json", ...headers }; // goes to the adapter, and is heeded by nobody
      expect(isOurs(path, usual)).toBe(false);
      expect(await answer(path, headers)).toEqual(await answer(path, usual));
    }
  });

  test.each(theirs)("%s, which is left to it", (...[, path, headers]) => {
    expect(isOurs(path, headers)).toBe(false);
  });

  test.each(ours)("%s, for everybody", async (_, path) => {
    const [first, kept] = [await answer(path, {}), await answer(path, {})];
    const usual = await answer(path, tokenOfNobody);
    expect(first).toEqual(kept);
    expect(kept.status).toBe(usual.status);
    expect(kept.body).toBe(usual.body);
    expect(await answer(path, {})).toEqual(kept);
  });
});
