import { describe, expect, test } from "bun:test";
import { orders } from "../../db/schema/index.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { newPromotion } from "../../testing/promotions.ts";
import { endings } from "../helpers/endings.ts";
import {
  askBack,
  buy,
  cancel,
  cancelUnits,
  deliver,
  edit,
  expectBack,
  expire,
  pay,
  place,
  refund,
  sell,
  send,
  standing,
  takeBack,
} from "../helpers/order-actors.ts";

describe("in whatever order the steps come,", () => {
  test("of two carts and one unit one is ordered", async () => {
    const ended = await endings(
      async (shop) => {
        const lines = [{ ...(await newProduct(shop.db, { onHand: 1 })), quantity: 1 }];
        return [await readyCart(shop, lines), await readyCart(shop, lines)];
      },
      (carts) => carts.map(({ id }) => place(id)),
    );
    expect(ended).toEqual(["OUT_OF_STOCK | done", "done | OUT_OF_STOCK"]);
  });

  test("of two carts that hold each other's last unit one is ordered, and nobody waits for the other", async () => {
    const ended = await endings(
      async (shop) => {
        const things = [await newProduct(shop.db, { onHand: 1 }), await newProduct(shop.db, { onHand: 1 })];
        const lines = things.map(({ variantId }) => ({ variantId, quantity: 1 }));
        return [await readyCart(shop, lines), await readyCart(shop, lines.toReversed())];
      },
      (carts) => carts.map(({ id }) => place(id)),
    );
    expect(ended).toEqual(["OUT_OF_STOCK | done", "done | OUT_OF_STOCK"]);
  });

  test("a cart that is placed twice is one order, and both are told of it", async () => {
    const ended = await endings(
      async (shop) => {
        const { variantId } = await newProduct(shop.db, { onHand: 5 });
        return readyCart(shop, [{ variantId, quantity: 1 }]);
      },
      ({ id }) => [place(id), place(id)],
      async (db) => `${(await db.select().from(orders)).length} order`,
    );
    expect(ended).toEqual(["done | done: 1 order"]);
  });

  test("the last use of a code is one order's", async () => {
    const ended = await endings(
      async (shop) => {
        const { variantId } = await newProduct(shop.db);
        await newPromotion(shop.db, { codes: ["ONCE"], codeLimit: 1 });
        const carts = [1, 2].map(async () => {
          const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 1 }]);
          return shop.client.cart.applyCoupon.mutate({ cartId, code: "ONCE" });
        });
        return Promise.all(carts);
      },
      (carts) => carts.map(({ id }) => place(id)),
    );
    expect(ended).toEqual(["COUPON_INVALID | done", "done | COUPON_INVALID"]);
  });

  test("an order that is paid while it is canceled is canceled, and the money back", async () => {
    const ended = await endings(
      (shop) => sell(shop, 1, "bank_transfer"),
      (order) => [pay(order), cancel(order)],
      standing,
    );
    expect(ended).toEqual(["done | done: canceled, refunded"]);
  });

  test("an order that is paid while it expires lives, since its units are still there", async () => {
    const ended = await endings(
      (shop) => sell(shop, 1, "bank_transfer"),
      (order) => [expire, pay(order)],
      standing,
    );
    expect(ended).toEqual(["done | done: confirmed, paid"]);
  });

  test("an order that is paid while it expires and another takes its unit lives or gives its money back", async () => {
    const ended = await endings(
      async (shop) => {
        const { variantId } = await newProduct(shop.db, { onHand: 1 });
        const lines = [{ variantId, quantity: 1 }];
        const [mine, theirs] = [await readyCart(shop, lines), await readyCart(shop, lines)];
        return { order: await buy(shop, mine.id, "bank_transfer"), cart: theirs };
      },
      ({ order, cart }) => [expire, pay(order), place(cart.id)],
      (db, { order }) => standing(db, order),
    );
    expect(ended).toEqual([
      "done | done | OUT_OF_STOCK: confirmed, paid",
      "done | done | done: expired, refunded",
    ]);
  });

  test("an order that two processes expire expires once", async () => {
    const ended = await endings(
      (shop) => sell(shop, 1, "bank_transfer"),
      () => [expire, expire],
      standing,
    );
    expect(ended).toEqual(["done | done: expired, canceled"]);
  });

  test("the last unit is sent once", async () => {
    const ended = await endings(
      (shop) => sell(shop, 1, "cash_on_delivery"),
      (order) => [send(order, 1), send(order, 1)],
    );
    expect(ended).toEqual(["UNITS_UNAVAILABLE | done", "done | UNITS_UNAVAILABLE"]);
  });

  test("a unit is sent or canceled, and not both", async () => {
    const ended = await endings(
      (shop) => sell(shop, 2, "test_card"),
      (order) => [send(order, 2), cancelUnits(order, 1)],
      standing,
    );
    expect(ended).toEqual([
      "UNITS_UNAVAILABLE | done: confirmed, partially_refunded",
      "done | UNITS_UNAVAILABLE: confirmed, paid",
    ]);
  });

  test("what was captured is given back once", async () => {
    const ended = await endings(
      (shop) => sell(shop, 1, "test_card"),
      (order) => [refund(order, 1_490), refund(order, 1_490)],
      standing,
    );
    expect(ended).toEqual([
      "REFUND_EXCEEDS_CAPTURED | done: confirmed, refunded",
      "done | REFUND_EXCEEDS_CAPTURED: confirmed, refunded",
    ]);
  });

  test("an order is paid once", async () => {
    const ended = await endings(
      (shop) => sell(shop, 1, "bank_transfer"),
      (order) => [pay(order), pay(order)],
      standing,
    );
    expect(ended).toEqual([
      "INVALID_TRANSITION | done: confirmed, paid",
      "done | INVALID_TRANSITION: confirmed, paid",
    ]);
  });

  test("an order is edited or sent as it was, and not both", async () => {
    const ended = await endings(
      (shop) => sell(shop, 2, "test_card"),
      (order) => [send(order, 2), edit(order, { set: [{ lineId: order.lineId, quantity: 1 }], add: [] })],
      standing,
    );
    expect(ended).toEqual([
      "UNITS_UNAVAILABLE | done: confirmed, partially_refunded",
      "done | VERSION_CONFLICT: confirmed, paid",
    ]);
  });

  test("the last unit is added to an order or ordered by another", async () => {
    const ended = await endings(
      async (shop) => {
        const { variantId } = await newProduct(shop.db, { onHand: 1 });
        const cart = await readyCart(shop, [{ variantId, quantity: 1 }]);
        return { order: await sell(shop, 1, "test_card"), variantId, cart };
      },
      ({ order, variantId, cart }) => [
        edit(order, { set: [], add: [{ variantId, quantity: 1 }] }),
        place(cart.id),
      ],
    );
    expect(ended).toEqual(["OUT_OF_STOCK | done", "done | OUT_OF_STOCK"]);
  });

  test("a unit is asked back once", async () => {
    const ended = await endings(deliver, (order) => [askBack(order), askBack(order)]);
    expect(ended).toEqual(["UNITS_UNAVAILABLE | done", "done | UNITS_UNAVAILABLE"]);
  });

  test("what comes back is taken in once, and its money given back once", async () => {
    const ended = await endings(
      expectBack,
      ({ order, returnId }) => [takeBack(order, returnId), takeBack(order, returnId)],
      (db, { order }) => standing(db, order),
    );
    expect(ended).toEqual([
      "INVALID_TRANSITION | done: completed, partially_refunded",
      "done | INVALID_TRANSITION: completed, partially_refunded",
    ]);
  });
});
