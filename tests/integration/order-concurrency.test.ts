import { expect, test } from "bun:test";
import { orders, stockLevels, stockReservations } from "../../db/schema/index.ts";
import { newProduct, readyCart } from "../helpers/factories.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { newShop } from "../helpers/shop.ts";

test("two hundred buyers at once on fifty units: fifty orders, a hundred and fifty refusals, no unit sold twice", async () => {
  const shop = await newShop();
  const { variantId } = await newProduct(shop.db, { onHand: 50 });
  const carts = await Promise.all(
    Array.from({ length: 200 }, () => readyCart(shop, [{ variantId, quantity: 1 }])),
  );

  const outcomes = await Promise.all(
    carts.map(async ({ id: cartId }) => {
      const placing = shop.client.order.place.mutate({ cartId, provider: "manual" });
      const placed = placing.then(({ order }) => order.id);
      return placed.catch(async () => refusalOf(placing));
    }),
  );

  const placed = outcomes.filter((outcome) => typeof outcome === "string");
  const refused = outcomes.filter((outcome) => typeof outcome !== "string");
  expect(new Set(placed).size).toBe(50);
  expect(refused.length).toBe(150);
  for (const refusal of refused) {
    expect(refusal).toEqual({ code: "OUT_OF_STOCK", data: { variantId, available: 0 } });
  }
  expect(await shop.db.select().from(stockLevels)).toMatchObject([{ onHand: 50, reserved: 50 }]);
  expect((await shop.db.select().from(orders)).length).toBe(50);
  const held = await shop.db.select().from(stockReservations);
  expect(held.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(50);
});

test("carts that want the same variants in other orders never order a part of what they hold", async () => {
  const shop = await newShop();
  const variants = await Promise.all(Array.from({ length: 5 }, () => newProduct(shop.db, { onHand: 20 })));
  const carts = await Promise.all(
    Array.from({ length: 40 }, (_, i) => {
      const lines = variants.map(({ variantId }) => ({ variantId, quantity: 1 }));
      return readyCart(shop, i % 2 === 0 ? lines : lines.toReversed());
    }),
  );
  const placed = await Promise.allSettled(
    carts.map(({ id: cartId }) => shop.client.order.place.mutate({ cartId, provider: "manual" })),
  );
  expect(placed.filter(({ status }) => status === "fulfilled").length).toBe(20);
  for (const level of await shop.db.select().from(stockLevels)) {
    expect(level).toMatchObject({ onHand: 20, reserved: 20 });
  }
  expect((await shop.db.select().from(stockReservations)).length).toBe(100);
});
