import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import {
  carts,
  locationLevels,
  locations,
  stockLevels,
  stockReservations,
  variants,
} from "../../db/schema/index.ts";
import { batch } from "../../db/transaction.ts";
import {
  releaseAll,
  releaseStock,
  returnStock,
  sellStock,
  unsellStock,
} from "../../server/modules/inventory/move-stock.ts";
import { address, readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newLocation, newShippingOption, setStock } from "../helpers/factories.ts";
import { expectAllToHold, expectStockToHold } from "../helpers/invariants.ts";
import { refusalOf } from "../helpers/refusal.ts";

/** A shop with a warehouse of `here` units, a store in Britain with `there`, and a cart of `quantity` that goes to Britain. */
async function newScene({ here = 5, there = 5, quantity = 3, priority = 1 } = {}) {
  const shop = await createTestShop();
  const { variantId } = await newProduct(shop.db, { onHand: here });
  const store = await newLocation(shop.db, { id: "loc_britain", countries: ["GB"], priority });
  await setStock(shop.db, variantId, { locationId: store, onHand: there });
  const { id: cartId } = await readyCart(shop, [{ variantId, quantity }]);
  const place = async () => (await shop.client.order.place.mutate({ cartId, provider: "manual" })).order;
  const held = async () =>
    Object.fromEntries(
      (await shop.db.select().from(stockReservations)).map((each) => [each.locationId, each.quantity]),
    );
  return { shop, db: shop.db, variantId, cartId, place, held };
}

describe("an order holds units", () => {
  test("at the location that is asked first, if it has all of them", async () => {
    const { db, place, held } = await newScene();
    await place();
    expect(await held()).toEqual({ loc_default: 3 });
    await expectAllToHold(db);
  });

  test("at several, if none has all of them", async () => {
    const { db, place, held } = await newScene({ quantity: 8 });
    await place();
    expect(await held()).toEqual({ loc_default: 5, loc_britain: 3 });
    await expectAllToHold(db);
  });

  test("nowhere that does not send to its address: what is there is not for it", async () => {
    const { shop, variantId, cartId, place, held } = await newScene({ quantity: 8 });
    const shipping = { ...address, country: "FR", postalCode: "75001" };
    await shop.client.cart.setAddresses.mutate({ cartId, shipping });
    const there = await shop.client.cart.get.query({ cartId });
    expect(there.lines[0]?.issues).toEqual([{ code: "OUT_OF_STOCK", available: 5 }]);
    const add = shop.client.cart.addLine.mutate({ cartId, variantId, quantity: 1 });
    expect(await refusalOf(add)).toEqual({ code: "OUT_OF_STOCK", data: { variantId, available: 5 } });
    expect(await refusalOf(place())).toEqual({ code: "OUT_OF_STOCK", data: { variantId, available: 5 } });
    expect(await held()).toEqual({});
    const back = await shop.client.cart.setAddresses.mutate({ cartId, shipping: address });
    expect(back.lines[0]?.issues).toEqual([]);
    await place();
    expect(await held()).toEqual({ loc_default: 5, loc_britain: 3 });
  });

  test("of which the cart says how many there are for where it goes, as soon as that is known", async () => {
    const { shop, db, variantId, cartId } = await newScene({ quantity: 8 });
    const away = { ...address, country: "FR", postalCode: "75001" };
    const moved = await shop.client.cart.setAddresses.mutate({ cartId, shipping: away });
    expect(moved.lines[0]?.issues).toEqual([{ code: "OUT_OF_STOCK", available: 5 }]);
    const { id } = await shop.client.cart.create.mutate({});
    const open = await shop.client.cart.addLine.mutate({ cartId: id, variantId, quantity: 10 });
    expect(open.lines[0]?.issues).toEqual([]);
    await db.update(locations).set({ status: "archived" }).where(eq(locations.id, "loc_britain"));
    expect((await shop.client.cart.get.query({ cartId: id })).lines[0]?.issues).toEqual([
      { code: "OUT_OF_STOCK", available: 5 },
    ]);
    await db.update(stockLevels).set({ policy: "backorder" });
    expect((await shop.client.cart.get.query({ cartId: id })).lines[0]?.issues).toEqual([]);
  });

  test("where its counter is, when it is fetched", async () => {
    const { shop, db, cartId, place, held } = await newScene({ priority: 0, here: 0 });
    const pickupAddress = { line1: "1 Rua Augusta", city: "Lisboa", postalCode: "1100-053", country: "PT" };
    const counter = await newShippingOption(db, { kind: "pickup", pickupAddress });
    await shop.client.cart.setShippingOption.mutate({ cartId, shippingOptionId: counter });
    expect(await refusalOf(place())).toMatchObject({ code: "OUT_OF_STOCK", data: { available: 0 } });
    await newLocation(db, { id: "loc_lisbon", countries: ["PT"] });
    const [{ variantId } = { variantId: "" }] = await db.select().from(stockLevels);
    await setStock(db, variantId, { locationId: "loc_lisbon", onHand: 3 });
    await place();
    expect(await held()).toEqual({ loc_lisbon: 3 });
  });

  test("anywhere, when nothing is sent", async () => {
    const { db, variantId, cartId, place, held } = await newScene({ here: 0 });
    await db.update(variants).set({ requiresShipping: false }).where(eq(variants.id, variantId));
    await db.update(carts).set({ shippingAddress: null, shippingOptionId: null }).where(eq(carts.id, cartId));
    await place();
    expect(await held()).toEqual({ loc_britain: 3 });
  });

  test("that are owed at the first location that sends, and none of what is not counted", async () => {
    const { db, variantId, place, held } = await newScene({ quantity: 10 });
    await db.update(stockLevels).set({ policy: "backorder" }).where(eq(stockLevels.variantId, variantId));
    await place();
    expect(await held()).toEqual({ loc_default: 10 });
    const other = await newScene();
    await other.db.update(stockLevels).set({ policy: "untracked" });
    await other.place();
    expect(await other.held()).toEqual({});
  });

  test("together with all its lines of the variant (Medusa #16502)", async () => {
    const { shop, variantId, cartId, place, held } = await newScene();
    const attributes = { Engraving: "Ada" };
    await shop.client.cart.addLine.mutate({ cartId, variantId, quantity: 4, attributes });
    await place();
    expect(await held()).toEqual({ loc_default: 5, loc_britain: 2 });
  });
});

describe("of the units of an order,", () => {
  async function newOrder(scene: Parameters<typeof newScene>[0] = { quantity: 8 }) {
    const made = await newScene(scene);
    const { id: orderId } = await made.place();
    const of = { orderId, actorId: null, movedAt: new Date() };
    const { db, variantId } = made;
    const levels = async () =>
      Object.fromEntries(
        (await db.select().from(locationLevels)).map((each) => [
          each.locationId,
          [each.onHand, each.reserved],
        ]),
      );
    const at = (locationId: string, quantity: number) => [{ variantId, locationId, quantity }];
    const move = (...statements: Parameters<typeof batch>[1][]) =>
      Promise.all(statements.map((each) => batch({ db }, each)));
    return { ...made, of, at, levels, move };
  }

  test("those that are sold leave where they are held, and no more than are held", async () => {
    const { db, of, at, levels, move, held } = await newOrder();
    await move((tx) => sellStock(tx, of, at("loc_britain", 2)));
    expect(await levels()).toEqual({ loc_default: [5, 5], loc_britain: [3, 1] });
    await move((tx) => sellStock(tx, of, at("loc_britain", 9)));
    expect(await levels()).toEqual({ loc_default: [5, 5], loc_britain: [2, 0] });
    expect(await held()).toEqual({ loc_default: 5, loc_britain: 0 });
    await expectStockToHold(db);
  });

  test("those that are let go are free again, and letting go twice frees nothing of others", async () => {
    const { db, variantId, of, levels, move } = await newOrder();
    await move((tx) => releaseStock(tx, of, new Map([[variantId, 6]])));
    const freed = Object.values(await levels()).reduce((sum, [, reserved = 0]) => sum - reserved, 8);
    expect(freed).toBe(6);
    for (let again = 0; again < 2; again++) await move((tx) => releaseAll(tx, of));
    expect(await levels()).toEqual({ loc_default: [5, 0], loc_britain: [5, 0] });
    await expectStockToHold(db);
  });

  test("those that come back are on hand where they are taken in", async () => {
    const { db, of, at, levels, move } = await newOrder();
    await move((tx) => sellStock(tx, of, at("loc_default", 5)));
    await move((tx) => returnStock(tx, of, at("loc_britain", 2)));
    expect(await levels()).toEqual({ loc_default: [0, 0], loc_britain: [7, 3] });
    await expectStockToHold(db);
  });

  test("those whose fulfillment is taken back are held again, also where others came back that were sent from elsewhere", async () => {
    const { db, of, at, levels, move } = await newOrder();
    await move((tx) => sellStock(tx, of, [...at("loc_default", 5), ...at("loc_britain", 3)]));
    await move((tx) => returnStock(tx, of, at("loc_default", 3)));
    await move((tx) => unsellStock(tx, of, at("loc_default", 5)));
    expect(await levels()).toEqual({ loc_default: [8, 5], loc_britain: [2, 0] });
    await expectStockToHold(db);
  });

  test("those that are owed leave when they have come, and at once where they are counted no more", async () => {
    const { db, of, at, levels, move, variantId } = await newOrder({ here: 1, there: 0, quantity: 1 });
    await db.update(stockLevels).set({ policy: "backorder" }).where(eq(stockLevels.variantId, variantId));
    await setStock(db, variantId, { onHand: 0 });
    await expect(move((tx) => sellStock(tx, of, at("loc_default", 1)))).rejects.toThrow();
    await db.update(stockLevels).set({ policy: "untracked" }).where(eq(stockLevels.variantId, variantId));
    await move((tx) => sellStock(tx, of, at("loc_default", 1)));
    expect(await levels()).toMatchObject({ loc_default: [0, 0] });
    await expectStockToHold(db);
  });
});
