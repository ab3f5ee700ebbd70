import { describe, expect, test } from "bun:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { openDatabase } from "../../db/client.ts";
import {
  attributes,
  catalogueChanges,
  categories,
  categoryTranslations,
  markets,
  priceOffers,
  prices,
  productListings,
  productSlugs,
  products,
} from "../../db/schema/index.ts";
import { readyCart } from "../../testing/carts.ts";
import { newCustomer } from "../../testing/customers.ts";
import { newProduct, touchProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newClock } from "../helpers/clock.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { setStock } from "../helpers/factories.ts";
import { runs } from "../helpers/shared-server.ts";
import { startRemoteStore } from "../helpers/sqld.ts";

const origin = "http://shop.test";
const second = 1000;

const addressOf = (procedure: string, input: object) =>
  `${origin}/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;

const ask = ({ app }: Pick<TestShop, "app">, url: string, headers: Record<string, string> = {}) =>
  app(new Request(url, { headers }));

/** A shop that counts what it has read for its answers, leaving out what it looked up to know whether they hold. */
async function newCountingShop(overrides: Parameters<typeof createTestShop>[0] = {}) {
  const shop = await createTestShop(overrides);
  const { client } = shop.database;
  let reads = 0;
  const [execute, batch] = [client.execute.bind(client), client.batch.bind(client)];
  client.execute = async (statement: string | { sql: string }) => {
    const text = typeof statement === "string" ? statement : statement.sql;
    if (!text.includes('from "catalogue_changes"')) reads += 1;
    return execute(statement);
  };
  client.batch = async (...args: Parameters<typeof batch>) => {
    reads += 1;
    return batch(...args);
  };
  /** Whether an answer is made from the database. */
  const isMade = async (url: string, headers: Record<string, string> = {}) => {
    const before = reads;
    const response = await ask(shop, url, headers);
    expect(response.status).toBe(200);
    return reads > before;
  };
  return { ...shop, isMade };
}

const list = addressOf("catalog.products", {});

describe("an anonymous answer of the catalogue", () => {
  test.each([
    ["catalog.products", {}],
    ["catalog.categories", {}],
    ["catalog.markets", {}],
    ["catalog.suggest", { q: "cof" }],
  ])("of %s that is asked for again is kept, and then given as it was", async (procedure, input) => {
    const shop = await newCountingShop();
    await newProduct(shop.db);
    const url = addressOf(procedure, input);
    const first = await ask(shop, url);
    expect(await shop.isMade(url)).toBe(true);
    expect(await shop.isMade(url)).toBe(false);
    const again = await ask(shop, url);
    expect(await again.text()).toBe(await first.text());
    expect(again.headers.get("content-type")).toBe("application/json");
  });

  test("is kept for the client package too, which sends its queries as batches", async () => {
    const shop = await newCountingShop();
    const { slug } = await newProduct(shop.db);
    await shop.client.catalog.product.query({ slug });
    const product = await shop.client.catalog.product.query({ slug });
    const batched = `${origin}/trpc/catalog.product?batch=1&input=${encodeURIComponent(JSON.stringify({ 0: { json: { slug } } }))}`;
    expect(await shop.isMade(batched)).toBe(false);
    expect(await shop.client.catalog.product.query({ slug })).toEqual(product);
  });

  test("carries a tag of its bytes, by which a browser gets a 304 while it holds", async () => {
    const shop = await createTestShop();
    const { productId } = await newProduct(shop.db);
    await ask(shop, list);
    const first = await ask(shop, list);
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"\w+"$/);
    expect(first.headers.get("cache-control")).toBe("public, max-age=0, s-maxage=10");
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const response = await ask(shop, list, { "if-none-match": known, origin });
      expect(response.status).toBe(304);
      expect(await response.text()).toBe("");
      expect(response.headers.get("etag")).toBe(etag);
      expect(response.headers.get("cache-control")).toBe("public, max-age=0, s-maxage=10");
      expect(response.headers.get("vary")).toContain("origin");
      expect(response.headers.get("access-control-allow-origin")).toBe(origin);
      expect(response.headers.get("x-request-id")).not.toBe(first.headers.get("x-request-id"));
    }
    expect((await ask(shop, list, { "if-none-match": '"other"' })).status).toBe(200);

    await shop.db.update(products).set({ title: "Tea" }).where(eq(products.id, productId));
    const changed = await ask(shop, list, { "if-none-match": etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get("etag")).not.toBe(etag);
  });

  test("is told by its headers alone to who asks by HEAD, warm or cold, and by a session too", async () => {
    const shop = await createTestShop();
    await newProduct(shop.db);
    await using server = Bun.serve({ port: 0, fetch: (request) => shop.app(request) });
    const url = list.replace(origin, server.url.origin);
    const head = async (headers = {}) => {
      const response = await fetch(url, { method: "HEAD", headers });
      expect(await response.text()).toBe("");
      return response;
    };
    const names = ["etag", "cache-control", "cdn-cache-control", "content-type", "content-length", "vary"];
    const told = ({ status, headers }: Response) => [status, ...names.map((name) => headers.get(name))];
    const cold = told(await head());
    const got = told(await fetch(url));
    expect(got[1]).toMatch(/^"\w+"$/);
    expect([cold, told(await head())]).toEqual([got, got]);
    expect((await head({ "if-none-match": String(got[1]) })).status).toBe(304);
    expect((await head({ cookie: "bodega_session_dev=of-nobody" })).status).toBe(200);
  });

  test("is allowed to the page that asks, whoever asked first", async () => {
    const shop = await createTestShop({ corsOrigins: ["https://a.example", "https://b.example"] });
    for (const page of ["https://a.example", "https://b.example"]) {
      const { headers } = await ask(shop, list, { origin: page });
      expect(headers.get("access-control-allow-origin")).toBe(page);
      expect(headers.get("access-control-allow-credentials")).toBe("true");
      expect(headers.get("vary")).toBe("trpc-accept, x-consistency-token, origin");
    }
  });

  test("lives ten seconds, as something may begin meanwhile", async () => {
    const clock = newClock();
    const shop = await newCountingShop({ clock });
    const { slug } = await newProduct(shop.db, {
      publishedAt: new Date(clock.now().getTime() + 5 * second),
    });
    await ask(shop, list);
    expect(await (await ask(shop, list)).text()).not.toContain(slug);
    clock.advance(10 * second - 1);
    expect(await shop.isMade(list)).toBe(false);
    clock.advance(1);
    expect(await (await ask(shop, list)).text()).toContain(slug);
  });
});

describe("a batch of the catalogue's queries", () => {
  type Call = [procedure: string, input?: object];
  const batchOf = (...calls: Call[]) => {
    const inputs = calls.map(([, input], index) => [index, input && { json: input }]);
    const input = encodeURIComponent(JSON.stringify(Object.fromEntries(inputs)));
    return `${origin}/trpc/${calls.map(([procedure]) => procedure)}?batch=1&input=${input}`;
  };
  const categoriesCall: Call = ["catalog.categories"];

  test("is answered to the byte as tRPC does, before and after it is kept, with a tag of its own", async () => {
    const shop = await createTestShop();
    const { productId: id, slug } = await newProduct(shop.db, { title: "Café" });
    const calls: Call[] = [["catalog.product", { slug }], ["catalog.related", { id }], categoriesCall];
    const usual = await ask(shop, batchOf(...calls), { "content-type": "application/json" });
    const expected = await usual.text();
    expect(expected).toContain("Café");
    for (let time = 0; time < 3; time++) {
      const response = await ask(shop, batchOf(...calls));
      expect(await response.text()).toBe(expected);
      expect(response.headers.get("content-type")).toBe("application/json");
      expect(response.headers.get("cache-control")).toBe("public, max-age=0, s-maxage=10");
      const etag = response.headers.get("etag") ?? "";
      expect((await ask(shop, batchOf(...calls), { "if-none-match": etag })).status).toBe(304);
      const fewer = await ask(shop, batchOf(...calls.slice(1)), { "if-none-match": etag });
      expect(fewer.status).toBe(200);
    }
  });

  test("is kept query by query, each as long as it holds", async () => {
    const shop = await newCountingShop();
    const [one, other] = [await newProduct(shop.db), await newProduct(shop.db)];
    const pageOf = ({ slug }: typeof one) => batchOf(["catalog.product", { slug }], categoriesCall);
    for (const product of [one, other]) {
      expect(await shop.isMade(pageOf(product))).toBe(true);
      expect(await shop.isMade(pageOf(product))).toBe(true);
      expect(await shop.isMade(pageOf(product))).toBe(false);
    }
    expect(await shop.isMade(batchOf(categoriesCall, categoriesCall))).toBe(false);
    await touchProduct(shop.db, one.productId);
    expect(
      await shop.isMade(
        batchOf(["catalog.product", { slug: other.slug }], ["catalog.product", { slug: other.slug }]),
      ),
    ).toBe(false);
    expect(await shop.isMade(pageOf(one))).toBe(true);
  });

  test("tells a refusal beside answers as tRPC does, and keeps nothing of a batch with others' queries", async () => {
    const shop = await createTestShop();
    const { id } = await shop.client.cart.create.mutate({});
    const mixed: Call[][] = [
      [["catalog.product", { slug: "nothing" }], categoriesCall],
      [["catalog.products", { limit: 0 }], categoriesCall],
      [["cart.get", { cartId: id }], categoriesCall],
    ];
    for (const calls of mixed) {
      const headers = { "x-request-id": "one" };
      const usual = await ask(shop, batchOf(...calls), { ...headers, "content-type": "application/json" });
      const response = await ask(shop, batchOf(...calls), headers);
      expect(response.status).toBe(usual.status);
      expect(await response.text()).toBe(await usual.text());
      expect(response.headers.get("cache-control")).toBe("no-store");
    }
  });
});

describe("nothing is kept", () => {
  const headersOf: [string, Record<string, string>][] = [
    ["with a token", { authorization: "Bearer of-nobody" }],
    ["with a session", { cookie: "bodega_session_dev=of-nobody" }],
    ["to be streamed", { "trpc-accept": "application/jsonl" }],
    ["to be streamed, as everybody may say it", { accept: "text/html, application/jsonl" }],
    ["that says what it is itself", { "content-type": "application/json" }],
  ];
  test.each(headersOf)("of a request %s", async (_, headers) => {
    const shop = await createTestShop();
    const isStreamed = Object.values(headers).some((value) => value.includes("jsonl"));
    const url = isStreamed ? `${origin}/trpc/catalog.products?batch=1&input=%7B%7D` : list;
    await ask(shop, url);
    await ask(shop, url);
    const response = await ask(shop, url, headers);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("etag")).toBeNull();
    expect(await response.text()).toStartWith(isStreamed ? '{"json":' : '{"result":');
  });

  test("of a refusal", async () => {
    const shop = await createTestShop();
    const url = addressOf("catalog.product", { slug: "later" });
    for (const wrong of [url, addressOf("catalog.products", { limit: 0 }), `${list}broken`]) {
      const response = await ask(shop, wrong);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.headers.get("cache-control")).toBe("no-store");
    }
    await newProduct(shop.db, { slug: "later" });
    expect((await ask(shop, url)).status).toBe(200);
  });

  test("of what is not of the catalogue", async () => {
    const shop = await createTestShop();
    const { id } = await shop.client.cart.create.mutate({});
    const response = await ask(shop, addressOf("cart.get", { cartId: id }));
    expect(response.headers.get("cache-control")).toBe("no-store");
  });
});

describe("a write empties what it changes:", () => {
  /** A shop with two products, and whether the answers about it are made anew. */
  async function newKeptShop() {
    const shop = await newCountingShop();
    const [mine, other] = [await newProduct(shop.db, { onHand: 2 }), await newProduct(shop.db)];
    const urls = {
      mine: addressOf("catalog.product", { slug: mine.slug }),
      other: addressOf("catalog.product", { id: other.productId }),
      list,
      categories: addressOf("catalog.categories", {}),
    };
    for (const url of [...Object.values(urls), ...Object.values(urls)]) await ask(shop, url);
    const made = async () => {
      const entries: string[] = [];
      for (const [name, url] of Object.entries(urls)) if (await shop.isMade(url)) entries.push(name);
      return entries;
    };
    expect(await made()).toEqual([]);
    return { ...shop, mine, otherProduct: other, made };
  }

  const ofMine = ["mine", "list", "categories"];
  const everything = ["mine", "other", "list", "categories"];

  test("nothing, when nobody sees it", async () => {
    const shop = await newKeptShop();
    await newCustomer(shop);
    await shop.client.cart.create.mutate({});
    await setStock(shop.db, shop.mine.variantId, { onHand: 5 });
    expect(await shop.made()).toEqual([]);
  });

  test("a product's own page and the lists, and no other product's", async () => {
    const shop = await newKeptShop();
    const { productId, variantId } = shop.mine;
    await touchProduct(shop.db, productId);
    expect(await shop.made()).toEqual(ofMine);
    await shop.db.update(prices).set({ amount: 900 }).where(eq(prices.variantId, variantId));
    expect(await shop.made()).toEqual(ofMine);
    await shop.db.update(productListings).set({ amount: 1 }).where(eq(productListings.productId, productId));
    expect(await shop.made()).toEqual(ofMine);
    await shop.db.insert(priceOffers).values({ id: "offer", variantId, currency: "EUR", amount: 0 });
    expect(await shop.made()).toEqual(ofMine);
  });

  test("the last unit sold, and one that comes back", async () => {
    const shop = await newKeptShop();
    const { variantId, slug } = shop.mine;
    const buy = async () => {
      const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 1 }]);
      await shop.client.order.place.mutate({ cartId, provider: "manual" });
    };
    await buy();
    expect(await shop.made()).toEqual([]);
    await buy();
    expect((await shop.client.catalog.product.query({ slug })).available).toBe(false);
    expect((await shop.client.catalog.products.query({})).items.map(({ available }) => available)).toEqual([
      true,
      false,
    ]);
    expect(await shop.made()).toEqual(ofMine);
    await setStock(shop.db, variantId, { onHand: 9 });
    expect(await shop.made()).toEqual(ofMine);
  });

  test("a slug that another product takes", async () => {
    const shop = await newKeptShop();
    const { productId, slug } = shop.mine;
    await shop.db.update(products).set({ slug: "renamed" }).where(eq(products.id, productId));
    expect((await shop.client.catalog.product.query({ slug })).slug).toBe("renamed");
    expect(await shop.made()).toEqual(ofMine);
    await shop.db.update(products).set({ slug }).where(eq(products.id, shop.otherProduct.productId));
    expect((await shop.client.catalog.product.query({ slug })).id).toBe(shop.otherProduct.productId);
  });

  test("a redirect that is taken away from its product", async () => {
    const shop = await newKeptShop();
    const { productId, slug } = shop.mine;
    await shop.db.update(products).set({ slug: "renamed" }).where(eq(products.id, productId));
    await shop.made();
    await shop.db.delete(productSlugs).where(eq(productSlugs.slug, slug));
    expect((await ask(shop, addressOf("catalog.product", { slug }))).status).toBe(404);
  });

  const shared: [string, (shop: TestShop) => Promise<unknown>][] = [
    ["a category", ({ db }) => db.insert(categories).values({ id: "cat", slug: "cat", name: "Cats" })],
    [
      "a category's translation",
      async ({ db }) => {
        await db.insert(categories).values({ id: "cat", slug: "cat", name: "Cats" });
        await db.insert(categoryTranslations).values({ categoryId: "cat", locale: "de", name: "Katzen" });
      },
    ],
    ["a market", ({ db }) => db.update(markets).set({ locale: "de" })],
    [
      "an attribute",
      ({ db }) =>
        db.insert(attributes).values({
          key: "material",
          name: "Material",
          type: "text",
          createdAt: new Date(),
          updatedAt: new Date(),
        }),
    ],
  ];
  test.each(shared)("%s everything", async (_, write) => {
    const shop = await newKeptShop();
    await write(shop);
    expect(await shop.made()).toEqual(everything);
  });

  test("more products than are worth naming everything", async () => {
    const shop = await newKeptShop();
    await shop.db.run(sql`
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 1500)
      insert into catalogue_changes(product_id) select 'prod_of_nobody' from n`);
    expect(await shop.made()).toEqual(everything);
  });

  test("only the newest changes stay", async () => {
    const { db } = await createTestShop();
    await db.run(sql`
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 12000)
      insert into catalogue_changes(product_id) select 'prod_of_nobody' from n`);
    expect(await db.$count(catalogueChanges)).toBe(10_000);
  });
});

describe("no answer is older than the last write that was acknowledged", () => {
  test("whatever writers and readers do at the same time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("write", "list", "product", "other", "pause"), {
          minLength: 5,
          maxLength: 60,
        }),
        async (steps) => {
          const shop = await createTestShop();
          const [mine, other] = [await newProduct(shop.db), await newProduct(shop.db)];
          let written = 0;
          const next = sql`'at ' || (cast(substr(${products.title}, 4) as integer) + 1)`;
          const write = async () => {
            await shop.db.update(products).set({ title: next }).where(eq(products.id, mine.productId));
            written += 1;
          };
          const titleOf = {
            list: async () => {
              const { items } = await shop.client.catalog.products.query({});
              return items.find(({ id }) => id === mine.productId)?.title;
            },
            product: async () => (await shop.client.catalog.product.query({ slug: mine.slug })).title,
          };
          const read = async (what: keyof typeof titleOf) => {
            const least = written;
            const shown = Number((await titleOf[what]())?.match(/^at (\d+)$/)?.[1] ?? 0);
            expect(shown).toBeGreaterThanOrEqual(least);
          };
          await Promise.all([read("list"), read("product")]); // what is asked for again is kept
          const running: Promise<unknown>[] = [];
          for (const step of steps) {
            if (step === "pause") await Promise.resolve();
            else if (step === "write") running.push(write());
            else if (step === "other") running.push(touchProduct(shop.db, other.productId));
            else running.push(read(step));
          }
          await Promise.all(running);
          await Promise.all([read("list"), read("product")]);
          shop.database.client.close();
        },
      ),
      { numRuns: runs(40) },
    );
  });

  test("and another process's write shows within a second", async () => {
    const url = await newDatabaseUrl();
    const shop = await createTestShop({ database: openDatabase({ url }) });
    const { productId, slug } = await newProduct(shop.db);
    await shop.client.catalog.product.query({ slug });
    await shop.client.catalog.product.query({ slug });
    const { db } = openDatabase({ url });
    await db.update(products).set({ title: "Tea" }).where(eq(products.id, productId));
    const deadline = performance.now() + second;
    while ((await shop.client.catalog.product.query({ slug })).title !== "Tea") {
      if (performance.now() > deadline) throw new Error("it still shows what was");
      await nextTurn();
    }
  });

  test("nor on a database server", async () => {
    const { database, stop } = await startRemoteStore();
    const shop = await newCountingShop({ database });
    await newProduct(shop.db);
    await ask(shop, list);
    expect(await shop.isMade(list)).toBe(true);
    expect(await shop.isMade(list)).toBe(false);
    const shownTitle = async () => (await shop.client.catalog.products.query({})).items[0]?.title;
    for (const title of ["one", "two", "three"]) {
      await shop.db.update(products).set({ title });
      expect(await shownTitle()).toBe(title);
      await shop.db.transaction((tx) => tx.update(products).set({ title: `${title}!` }));
      expect(await shownTitle()).toBe(`${title}!`);
      await shop.db.batch([shop.db.update(products).set({ title: `${title}?` })]);
      expect(await shownTitle()).toBe(`${title}?`);
    }
    stop();
  });
});
