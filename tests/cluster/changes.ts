import type { Input, ShopClient } from "../../client-sdk/src/index.ts";
import type { Database } from "../../db/client.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import type { Acknowledged } from "../faults/harness/acknowledged.ts";

/** Somebody who changes something and looks at it at once, each time from somewhere else. */
export interface Writer {
  acknowledged: Acknowledged;
  db: Database;
  client: ShopClient;
  productId: string;
  variantId: string;
  slug: string;
}

/** Makes something new of the word given, and answers what the very next read is to show, and what it showed. */
type Change = (writer: Writer, word: string) => Promise<[expected: unknown, shown: unknown]>;

type NewProduct = Input<"admin.catalog.createProduct">;

const eur = (amount: number) => ({ currency: "EUR", amount });

async function rename({ client, productId: id }: Writer, title: string): Promise<void> {
  const { version } = await client.admin.catalog.product.query({ id });
  await client.admin.catalog.updateProduct.mutate({ id, version, title });
}

export const changes: Record<string, Change> = {
  async "a new title, on the product's page"(writer, word) {
    await rename(writer, word);
    return [word, (await writer.client.catalog.product.query({ slug: writer.slug })).title];
  },

  async "a new title, in a search"(writer, word) {
    await rename(writer, word);
    const { items } = await writer.client.catalog.products.query({ q: word });
    return [[writer.slug], items.map(({ slug }) => slug)];
  },

  async "a new price"({ client, variantId, slug }, word) {
    const amount = 1 + (Number.parseInt(word, 36) % 100_000);
    await client.admin.catalog.setPrices.mutate({ prices: [{ variantId, ...eur(amount) }] });
    return [amount, (await client.catalog.product.query({ slug })).variants[0]?.price.amount];
  },

  async "a new product"({ client }, word) {
    const wanted = { title: word, status: "published", prices: [eur(500)] } satisfies NewProduct;
    const { slug } = await client.admin.catalog.createProduct.mutate(wanted);
    return [word, (await client.catalog.product.query({ slug })).title];
  },

  async "a new category"({ client }, word) {
    const { id } = await client.admin.catalog.saveCategory.mutate({ name: word, parentId: null });
    const found = (await client.catalog.categories.query()).find((category) => category.id === id);
    return [word, found?.name];
  },

  async "a cart"({ client, variantId }) {
    const { id: cartId } = await client.cart.create.mutate({});
    await client.cart.addLine.mutate({ cartId, variantId, quantity: 2 });
    return [2, (await client.cart.get.query({ cartId })).lines[0]?.quantity];
  },

  async "an order"({ client, variantId, acknowledged }) {
    const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 1 }]);
    const { order, accessToken } = await client.order.place.mutate({ cartId, provider: "manual" });
    acknowledged.hear(order);
    const seen = await client.order.get.query({ id: order.id, accessToken: accessToken ?? "" });
    return [order.totals, seen.totals];
  },

  async "the last unit, sold"({ client, db, acknowledged }) {
    const { variantId, slug } = await newProduct(db, { onHand: 1 });
    const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 1 }]);
    acknowledged.hear((await client.order.place.mutate({ cartId, provider: "manual" })).order);
    return [false, (await client.catalog.product.query({ slug })).variants[0]?.available];
  },
};
