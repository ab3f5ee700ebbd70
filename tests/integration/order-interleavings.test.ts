import { describe, expect, test } from "bun:test";
import { type Database, openDatabase } from "../../db/client.ts";
import { orders } from "../../db/schema/index.ts";
import { AppError } from "../../server/core/errors.ts";
import { placeOrder } from "../../server/modules/order/place-order.ts";
import { newServiceContext } from "../helpers/context.ts";
import { newDatabaseFile } from "../helpers/database.ts";
import { newProduct, readyCart } from "../helpers/factories.ts";
import { interleave } from "../helpers/interleave.ts";
import { brokenInvariants } from "../helpers/invariants.ts";
import { newPromotion } from "../helpers/promotions.ts";
import { newShop, type TestShop } from "../helpers/shop.ts";

type Work = (db: Database) => Promise<unknown>;

/** What became of one order of steps: for each actor `done` or the code of what it was refused with. */
interface Ended {
  db: Database;
  words: string[];
}

/**
 * Prepares a shop, lets two work on it in every order of their steps, and looks whether all adds up after each. Answers
 * every way in which it ended, once.
 */
async function endings(
  prepare: (shop: TestShop) => Promise<readonly Work[]>,
  check: (ended: Ended) => Promise<void> = async () => {},
): Promise<string[]> {
  const path = await newDatabaseFile();
  const shop = await newShop({ database: openDatabase({ url: `file:${path}` }) });
  const actors = await prepare(shop);
  shop.database.client.close(); // the log goes back into the file
  const seen = new Set<string>();
  let runs = 0;
  for await (const { db, schedule, outcomes } of interleave(path, actors)) {
    const words = outcomes.map(wordOf);
    expect({ schedule, broken: await brokenInvariants(db) }).toEqual({ schedule, broken: [] });
    await check({ db, words });
    seen.add(words.join(" | "));
    runs += 1;
  }
  expect(runs).toBeGreaterThan(actors.length); // that is: there were orders to choose from
  return [...seen].toSorted();
}

function wordOf(outcome: PromiseSettledResult<unknown>): string {
  if (outcome.status === "fulfilled") return "done";
  if (outcome.reason instanceof AppError) return outcome.reason.code;
  throw outcome.reason;
}

const placing =
  (cartId: string): Work =>
  async (db) => {
    const input = {
      cartId,
      provider: "manual",
      method: "cash_on_delivery",
      acceptPriceChanges: false,
    } as const;
    return placeOrder(await newServiceContext({ db }), input);
  };

describe("two at once, in whatever order their steps come:", () => {
  test("two carts and one unit: one is ordered", async () => {
    const ended = await endings(async (shop) => {
      const lines = [{ ...(await newProduct(shop.db, { onHand: 1 })), quantity: 1 }];
      const carts = [await readyCart(shop, lines), await readyCart(shop, lines)];
      return carts.map(({ id }) => placing(id));
    });
    expect(ended).toEqual(["OUT_OF_STOCK | done", "done | OUT_OF_STOCK"]);
  });

  test("one cart, placed twice: it is one order, and both are told of it", async () => {
    const ended = await endings(
      async (shop) => {
        const { variantId } = await newProduct(shop.db, { onHand: 5 });
        const { id } = await readyCart(shop, [{ variantId, quantity: 1 }]);
        return [placing(id), placing(id)];
      },
      async ({ db }) => expect((await db.select().from(orders)).length).toBe(1),
    );
    expect(ended).toEqual(["done | done"]);
  });

  test("two carts that hold each other's last unit: nobody waits for the other, one is ordered", async () => {
    const ended = await endings(async (shop) => {
      const [a, b] = [await newProduct(shop.db, { onHand: 1 }), await newProduct(shop.db, { onHand: 1 })];
      const lines = [a, b].map(({ variantId }) => ({ variantId, quantity: 1 }));
      const carts = [await readyCart(shop, lines), await readyCart(shop, lines.toReversed())];
      return carts.map(({ id }) => placing(id));
    });
    expect(ended).toEqual(["OUT_OF_STOCK | done", "done | OUT_OF_STOCK"]);
  });

  test("two carts and the last use of a code: one is ordered", async () => {
    const ended = await endings(async (shop) => {
      const { variantId } = await newProduct(shop.db);
      await newPromotion(shop.db, { codes: ["ONCE"], codeLimit: 1 });
      const carts = [1, 2].map(async () => {
        const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 1 }]);
        await shop.client.cart.applyCoupon.mutate({ cartId, code: "ONCE" });
        return placing(cartId);
      });
      return Promise.all(carts);
    });
    expect(ended).toEqual(["COUPON_INVALID | done", "done | COUPON_INVALID"]);
  });
});
