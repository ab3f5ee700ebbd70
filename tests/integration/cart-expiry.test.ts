import { expect, test } from "bun:test";
import { carts, orders } from "../../db/schema/index.ts";
import { newCartId } from "../../server/core/ids.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { IdleCartDeleter } from "../../server/jobs/delete-idle-carts.ts";
import { readyCart } from "../../testing/carts.ts";
import { newCustomer } from "../../testing/customers.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newClock } from "../helpers/clock.ts";
import { newServiceContext } from "../helpers/context.ts";
import { refusalOf } from "../helpers/refusal.ts";

const day = 24 * 60 * 60 * 1000;

async function newScene() {
  const clock = newClock();
  const shop = await createTestShop({ clock });
  const context = await newServiceContext({ db: shop.db, clock });
  const deleter = new IdleCartDeleter(context, createLogger("silent"));
  const { variantId } = await newProduct(shop.db);
  return { ...shop, clock, deleter, variantId };
}

test("a cart goes once nobody has touched it for thirty days, and not before", async () => {
  const { client, clock, deleter, variantId } = await newScene();
  const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 1 }]);
  clock.advance(30 * day - 1);
  await deleter.runDue();
  const { lines } = await client.cart.updateLine.mutate({
    cartId,
    lineId: (await client.cart.get.query({ cartId })).lines[0]?.id ?? "",
    quantity: 2,
  });
  expect(lines.length).toBe(1);
  clock.advance(30 * day - 1);
  await deleter.runDue();
  expect((await client.cart.get.query({ cartId })).id).toBe(cartId);
  clock.advance(1);
  await deleter.runDue();
  expect(await refusalOf(client.cart.get.query({ cartId }))).toMatchObject({ code: "NOT_FOUND" });
});

test("one that was ordered stays with its order, one that went into another goes", async () => {
  const { client, clock, deleter, variantId, db, ...shop } = await newScene();
  const lines = [{ variantId, quantity: 1 }];
  const { id: ordered } = await readyCart({ client }, lines);
  await client.order.place.mutate({ cartId: ordered, provider: "manual" });
  const customer = await newCustomer({ ...shop, clock, db });
  await customer.client.cart.create.mutate();
  const { id: cartId } = await readyCart({ client }, lines);
  await customer.client.cart.claim.mutate({ cartId });
  clock.advance(31 * day);
  await deleter.runDue();
  expect((await db.select().from(carts)).map(({ id }) => id)).toEqual([ordered]);
  expect((await db.select().from(orders)).length).toBe(1);
});

test("however many are idle, all of them go", async () => {
  const { clock, deleter, db } = await newScene();
  const now = clock.now();
  const rows = Array.from({ length: 450 }, () => ({
    id: newCartId(),
    market: "default",
    currency: "EUR",
    createdAt: now,
    updatedAt: now,
  }));
  await db.insert(carts).values(rows);
  clock.advance(30 * day);
  await deleter.runDue();
  expect(await db.select().from(carts)).toEqual([]);
});
