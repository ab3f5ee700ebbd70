import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { openDatabase } from "../../../db/client.ts";
import type { TestProduct } from "../../../testing/public.d.ts";
import { createTestShop, type TestShop } from "../../../testing/shop.ts";
import { type FaultyProxy, startFaultyProxy } from "../../helpers/faulty-proxy.ts";
import { newDescribedProduct, newVocabulary } from "../../helpers/products.ts";
import { startRemoteStore } from "../../helpers/sqld.ts";

// Each is a wait for the network: at 50 ms an order takes 100 of them. What is counted are HTTP's requests.
describe("round trips to a database server (sqld)", () => {
  let store: Awaited<ReturnType<typeof startRemoteStore>>;
  let proxy: FaultyProxy;
  let shop: TestShop;
  let product: TestProduct;

  beforeAll(async () => {
    store = await startRemoteStore();
    proxy = await startFaultyProxy(Number(new URL(store.sqld.url).port));
    shop = await createTestShop({ database: openDatabase({ url: proxy.url }) });
    await newVocabulary(shop.db);
    const traits = { categories: ["cat_cups"], tags: ["blue"] };
    await newDescribedProduct(shop.db, { ...traits, title: "Porcelain jug" });
    product = await newDescribedProduct(shop.db, { ...traits, title: "Porcelain mug" });
    await shop.client.catalog.markets.query(); // what was written is noticed once, by whoever asks first
  });

  afterAll(() => {
    proxy.close();
    return store.stop();
  });

  async function requestsOf(work: () => Promise<unknown>): Promise<number> {
    proxy.next();
    await work();
    return proxy.requests();
  }

  const reads: [name: string, (shop: TestShop) => Promise<unknown>][] = [
    ["a product", ({ client }) => client.catalog.product.query({ slug: product.slug })],
    ["a page of products", ({ client }) => client.catalog.products.query({ limit: 1 })],
    ["a page of what was searched for", ({ client }) => client.catalog.products.query({ q: "porcelain" })],
    ["suggestions", ({ client }) => client.catalog.suggest.query({ q: "porc" })],
    ["related products", ({ client }) => client.catalog.related.query({ id: product.productId })],
    ["a category", ({ client }) => client.catalog.category.query({ slug: "cups" })],
    ["the tree of categories", ({ client }) => client.catalog.categories.query()],
    ["the markets", ({ client }) => client.catalog.markets.query()],
  ];

  test.each(reads)("%s takes one", async (_, read) => {
    expect(await requestsOf(() => read(shop))).toBe(1);
  });

  test("a cart takes one to be read, and two to be changed or ordered", async () => {
    const { cart, order } = shop.client;
    const { variantId } = product;
    const { id: cartId } = await shop.readyCart([{ variantId, quantity: 1 }]);
    expect(await requestsOf(() => cart.get.query({ cartId }))).toBe(1);
    expect(await requestsOf(() => cart.addLine.mutate({ cartId, variantId, quantity: 1 }))).toBe(2);
    const shippingOptionId = "ship_express";
    expect(await requestsOf(() => cart.setShippingOption.mutate({ cartId, shippingOptionId }))).toBe(2);
    expect(await requestsOf(() => order.place.mutate({ cartId, provider: "manual" }))).toBe(2);
  });
});
