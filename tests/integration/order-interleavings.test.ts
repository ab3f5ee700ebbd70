import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { type Database, openDatabase } from "../../db/client.ts";
import { type PaymentMethod, paymentMethods, permissions } from "../../db/enums.ts";
import { orders } from "../../db/schema/index.ts";
import type { ServiceContext, StaffContext } from "../../server/core/context.ts";
import { AppError } from "../../server/core/errors.ts";
import type { Clock } from "../../server/core/ports.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { OrderExpirer } from "../../server/jobs/expire-orders.ts";
import { cancelByStaff } from "../../server/modules/order/admin/cancel.ts";
import { fulfill } from "../../server/modules/order/admin/fulfill.ts";
import { giveRefund } from "../../server/modules/order/admin/give-refund.ts";
import { markPaid } from "../../server/modules/order/admin/mark-paid.ts";
import { cancelOrder } from "../../server/modules/order/cancel-order.ts";
import { placeOrder } from "../../server/modules/order/place-order.ts";
import { systemContext } from "../../server/system-context.ts";
import { newDatabaseFile } from "../helpers/database.ts";
import { newProduct, readyCart } from "../helpers/factories.ts";
import { interleave } from "../helpers/interleave.ts";
import { brokenInvariants } from "../helpers/invariants.ts";
import { newPromotion } from "../helpers/promotions.ts";
import { newShop, type TestShop } from "../helpers/shop.ts";

type Work = (db: Database) => Promise<unknown>;

/**
 * Prepares a shop, lets several work on it in every order of their steps, and looks whether all adds up after each.
 * Answers every way in which it ended, once: what became of each, and what `tell` says of it.
 */
async function endings<Scene>(
  prepare: (shop: TestShop) => Promise<Scene>,
  actorsOf: (scene: Scene) => readonly Work[],
  tell: (db: Database, scene: Scene) => Promise<string> = async () => "",
): Promise<string[]> {
  const path = await newDatabaseFile();
  const shop = await newShop({ database: openDatabase({ url: `file:${path}` }) });
  const scene = await prepare(shop);
  const actors = actorsOf(scene);
  shop.database.client.close(); // the log goes back into the file
  const seen = new Set<string>();
  let runs = 0;
  for await (const { db, schedule, outcomes } of interleave(path, actors)) {
    expect({ schedule, broken: await brokenInvariants(db) }).toEqual({ schedule, broken: [] });
    const told = await tell(db, scene);
    seen.add(`${outcomes.map(wordOf).join(" | ")}${told && `: ${told}`}`);
    runs += 1;
  }
  expect(runs).toBeGreaterThanOrEqual(actors.length);
  return [...seen].toSorted();
}

function wordOf(outcome: PromiseSettledResult<unknown>): string {
  if (outcome.status === "fulfilled") return "done";
  if (outcome.reason instanceof AppError) return outcome.reason.code;
  throw outcome.reason;
}

interface Sold {
  id: string;
  accessToken: string;
  lineId: string;
}

async function buy(shop: TestShop, cartId: string, method: PaymentMethod): Promise<Sold> {
  const { order, accessToken } = await shop.client.order.place.mutate({ cartId, provider: "manual", method });
  return { id: order.id, accessToken: accessToken ?? "", lineId: order.lines[0]?.id ?? "" };
}

/** An order of so many units of a thing of which there are no more. */
async function sell(shop: TestShop, quantity: number, method: PaymentMethod): Promise<Sold> {
  const { variantId } = await newProduct(shop.db, { onHand: quantity });
  const { id: cartId } = await readyCart(shop, [{ variantId, quantity }]);
  return buy(shop, cartId, method);
}

const contextOf = (db: Database): ServiceContext => ({
  ...systemContext(db),
  paymentMethods: new Set(paymentMethods),
});

const staffOf = (db: Database): StaffContext => ({
  ...contextOf(db),
  actor: { type: "key", keyId: "key_1", permissions: new Set(permissions) },
});

const place =
  (cartId: string): Work =>
  (db) =>
    placeOrder(contextOf(db), {
      cartId,
      provider: "manual",
      method: "cash_on_delivery",
      acceptPriceChanges: false,
    });

const pay =
  ({ id }: Sold): Work =>
  (db) =>
    markPaid(staffOf(db), { id });

const cancel =
  ({ id, accessToken }: Sold): Work =>
  (db) =>
    cancelOrder(contextOf(db), { id, accessToken });

const cancelUnits =
  ({ id, lineId }: Sold, quantity: number): Work =>
  (db) =>
    cancelByStaff(staffOf(db), { id, lines: [{ lineId, quantity }] });

const send =
  ({ id, lineId }: Sold, quantity: number): Work =>
  (db) =>
    fulfill(staffOf(db), { id, lines: [{ lineId, quantity }] });

const refund =
  ({ id }: Sold, amount: number): Work =>
  (db) =>
    giveRefund(staffOf(db), { id, amount: { amount, currency: "EUR" }, reason: "A scratch" });

/** Beyond every deadline. */
const later: Clock = { now: () => new Date(Date.now() + 30 * 24 * 60 * 60 * 1000) };

/** What the job does, with how many it expired. */
const expire: Work = (db) =>
  new OrderExpirer({ ...contextOf(db), clock: later }, createLogger("silent")).runDue();

/** How an order stands, and its money. */
async function standing(db: Database, { id }: Sold): Promise<string> {
  const [order] = await db.select().from(orders).where(eq(orders.id, id));
  return `${order?.status}, ${order?.paymentStatus}`;
}

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
});
