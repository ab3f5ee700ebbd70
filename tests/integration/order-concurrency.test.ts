import { expect, test } from "bun:test";
import { eq, sum } from "drizzle-orm";
import { orderLines, orders, stockLevels } from "../../db/schema/index.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { cartsLike } from "../helpers/carts.ts";
import { newLocation, setStock } from "../helpers/factories.ts";
import { expectAllToHold } from "../helpers/invariants.ts";
import { refusalOf } from "../helpers/refusal.ts";

/** Orders all of them at once: the ids of the orders, and the refusals. */
async function placeAll({ client }: TestShop, cartIds: readonly string[]) {
  const placings = cartIds.map((cartId) => client.order.place.mutate({ cartId, provider: "manual" }));
  const outcomes = await Promise.allSettled(placings);
  const placed = outcomes.flatMap((each) => (each.status === "fulfilled" ? [each.value.order.id] : []));
  const lost = placings.filter((_, index) => outcomes[index]?.status === "rejected");
  return { placed, refused: await Promise.all(lost.map(refusalOf)) };
}

test("five hundred buyers at once on fifty units at two places: fifty orders, and all others are told that none is left", async () => {
  const shop = await createTestShop();
  const { variantId } = await newProduct(shop.db, { onHand: 30 });
  const locationId = await newLocation(shop.db, { countries: ["GB"], priority: 1 });
  await setStock(shop.db, variantId, { locationId, onHand: 20 });
  const { id } = await readyCart(shop, [{ variantId, quantity: 1 }]);
  const { placed, refused } = await placeAll(shop, await cartsLike(shop.db, id, 500, () => [variantId]));
  expect(new Set(placed).size).toBe(50);
  expect(refused.length).toBe(450);
  for (const refusal of refused) {
    expect(refusal).toEqual({ code: "OUT_OF_STOCK", data: { variantId, available: 0 } });
  }
  expect(await shop.db.select().from(stockLevels)).toMatchObject([{ onHand: 50, reserved: 50 }]);
  expect(await shop.db.$count(orders)).toBe(50);
  await expectAllToHold(shop.db);
});

test("two hundred carts at once of five of eight variants, in all orders: no order of a part, and no unit sold twice", async () => {
  const shop = await createTestShop();
  const made = [];
  for (let n = 0; n < 8; n++) made.push(await newProduct(shop.db, { onHand: 25 }));
  const locationId = await newLocation(shop.db, { priority: 1 });
  const ids = made.map(({ variantId }) => variantId);
  for (const variantId of ids) await setStock(shop.db, variantId, { locationId, onHand: 15 });
  const { id } = await readyCart(shop, [{ variantId: ids[0] ?? "", quantity: 1 }]);
  const five = (index: number) => {
    const turned = [...ids.slice(index % 8), ...ids.slice(0, index % 8)].slice(0, 5);
    return index % 2 === 0 ? turned : turned.toReversed();
  };
  const { placed, refused } = await placeAll(shop, await cartsLike(shop.db, id, 200, five));
  expect(placed.length + refused.length).toBe(200);
  for (const refusal of refused) expect(refusal).toMatchObject({ code: "OUT_OF_STOCK" });
  const levels = await shop.db.select().from(stockLevels);
  for (const { variantId, reserved } of levels) {
    expect(reserved).toBeLessThanOrEqual(40);
    const [sold] = await shop.db
      .select({ units: sum(orderLines.quantity) })
      .from(orderLines)
      .where(eq(orderLines.variantId, variantId));
    expect(reserved).toBe(Number(sold?.units));
  }
  // Whoever was refused lacked something that is gone now.
  expect(levels.filter(({ reserved }) => reserved === 40).length).toBeGreaterThan(0);
  expect(await shop.db.$count(orderLines)).toBe(placed.length * 5);
  await expectAllToHold(shop.db);
});

test("stock that is taken away while it is bought: what is left covers what was ordered", async () => {
  const shop = await createTestShop();
  const { inventory } = (await newStaff(shop)).client.admin;
  const { variantId } = await newProduct(shop.db, { onHand: 30 });
  const { id } = await readyCart(shop, [{ variantId, quantity: 1 }]);
  const ids = await cartsLike(shop.db, id, 40, () => [variantId]);
  const takings = Array.from({ length: 10 }, () =>
    inventory.adjust.mutate({ variantId, delta: -2, reason: "Lost" }),
  );
  const [{ placed, refused }, taken] = await Promise.all([placeAll(shop, ids), Promise.allSettled(takings)]);
  expect(placed.length + refused.length).toBe(40);
  const lost = taken.filter(({ status }) => status === "fulfilled").length * 2;
  const [level] = await shop.db.select().from(stockLevels);
  expect(level).toMatchObject({ onHand: 30 - lost, reserved: placed.length });
  expect(placed.length).toBeGreaterThanOrEqual(10);
  expect(placed.length).toBeLessThanOrEqual(30 - lost);
  await expectAllToHold(shop.db);
});
