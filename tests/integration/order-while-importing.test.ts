import { expect, test } from "bun:test";
import { importProducts } from "../../server/modules/catalog/import-products.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { toLines } from "../helpers/catalogues.ts";
import { newServiceContext } from "../helpers/context.ts";

const orders = 8;

/** A file of products that goes on until it is told to end. */
async function* endlessFile(hasEnded: () => boolean): AsyncGenerator<Uint8Array> {
  const prices = [{ currency: "EUR", amount: 1000 }];
  for (let number = 0; !hasEnded(); number++) {
    yield Buffer.from(toLines({ slug: `p-${number}`, title: `Product ${number}`, variants: [{ prices }] }));
  }
}

test("an order placed while a file goes in waits for the batch that is being written and no other", async () => {
  const shop = await createTestShop();
  const { variantId } = await newProduct(shop.db, { onHand: orders });
  const carts = [];
  for (let n = 0; n < orders; n++) carts.push(await readyCart(shop, [{ variantId, quantity: 1 }]));

  let ended = false;
  let batches = 0;
  const importing = importProducts(
    await newServiceContext({ db: shop.db }),
    endlessFile(() => ended),
    {
      format: "jsonl",
      onProgress: () => {
        batches += 1;
      },
    },
  );
  const waited: number[] = [];
  for (const { id: cartId } of carts) {
    const before = batches;
    const { order } = await shop.client.order.place.mutate({ cartId, provider: "manual" });
    expect(order.lines).toHaveLength(1);
    waited.push(batches - before);
    // The import goes on between two orders: neither waits for the other's end.
    const now = batches;
    while (batches === now) await new Promise(setImmediate);
  }
  ended = true;
  const { rows, products, issues } = await importing;
  // One more may end while the order is read, before it stands in the writers' line.
  expect(Math.max(...waited)).toBeLessThanOrEqual(2);
  expect(batches).toBeGreaterThan(orders);
  expect(products.created).toBe(rows);
  expect(issues).toEqual([]);
});
