import { describe, expect, test } from "bun:test";
import type { InStatement } from "@libsql/client";
import { eq } from "drizzle-orm";
import { brokenConstraint } from "../../db/errors.ts";
import {
  cartCoupons,
  promotionBuyers,
  promotionCodes,
  promotions,
  promotionUses,
} from "../../db/schema/index.ts";
import { batch } from "../../db/transaction.ts";
import { buyerKey } from "../../server/modules/promotion/buyer-key.ts";
import { promotionsStatement } from "../../server/modules/promotion/find-promotions.ts";
import {
  type PromotionUse,
  promotionRaces,
  redeemPromotions,
  releasePromotions,
} from "../../server/modules/promotion/redeem.ts";
import { newPromotion } from "../../testing/promotions.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newDatabase } from "../helpers/database.ts";
import { newEmptyOrder } from "../helpers/promotions.ts";

async function newLedger() {
  const { db } = await newDatabase();
  /** Uses promotions for a new order; answers the order's id, or the constraint that refused. */
  const redeem = async (buyer: string, ...uses: PromotionUse[]) => {
    const order = await newEmptyOrder(db);
    try {
      await batch({ db }, (db) => redeemPromotions(db, order, buyer, uses));
      return order.id;
    } catch (error) {
      return brokenConstraint(error) ?? "another error";
    }
  };
  const release = (orderId: string) => batch({ db }, (db) => releasePromotions(db, orderId));
  const counts = async (promotionId: string) => ({
    promotion: (await db.select().from(promotions).where(eq(promotions.id, promotionId)))[0]?.uses,
    codes: (await db.select().from(promotionCodes)).map(({ uses }) => uses),
    buyers: (await db.select().from(promotionBuyers)).map(({ uses }) => uses),
    orders: (await db.select().from(promotionUses)).length,
  });
  return { db, redeem, release, counts };
}

const byItself = (promotionId: string, amount = 100): PromotionUse => ({ promotionId, code: null, amount });

const isOrder = (outcome: string) => outcome.startsWith("ord_");

/** How many of the outcomes are which refusal. */
const refusals = (outcomes: readonly string[]) =>
  Object.fromEntries(
    [
      ...Map.groupBy(
        outcomes.filter((one) => !isOrder(one)),
        (one) => one,
      ),
    ].map(([name, all]) => [name, all.length]),
  );

describe("a hundred at once", () => {
  test("on a promotion for ten: exactly ten use it", async () => {
    const { db, redeem, counts } = await newLedger();
    const { id } = await newPromotion(db, { usageLimit: 10 });
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) => redeem(`cus_${index}`, byItself(id))),
    );
    expect(outcomes.filter(isOrder).length).toBe(10);
    expect(refusals(outcomes)).toEqual({ promotions_not_overused: 90 });
    expect(await counts(id)).toMatchObject({ promotion: 10, orders: 10 });
    expect((await counts(id)).buyers).toEqual(Array(10).fill(1));
  });

  test("of one buyer on a promotion for ten each: exactly ten, and another buyer has their own", async () => {
    const { db, redeem, counts } = await newLedger();
    const { id } = await newPromotion(db, { usageLimitPerCustomer: 10 });
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => redeem("cus_ada", byItself(id))));
    expect(outcomes.filter(isOrder).length).toBe(10);
    expect(refusals(outcomes)).toEqual({ promotion_buyers_not_overused: 90 });
    expect(isOrder(await redeem("cus_bob", byItself(id)))).toBe(true);
    expect(await counts(id)).toEqual({ promotion: 11, codes: [], buyers: [10, 1], orders: 11 });
  });

  test("on a code for ten: exactly ten, whatever the promotion would allow", async () => {
    const { db, redeem, counts } = await newLedger();
    const { id } = await newPromotion(db, { codes: ["TEN"], codeLimit: 10, usageLimit: 50 });
    const use = { promotionId: id, code: "TEN", amount: 100 };
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) => redeem(`cus_${index}`, use)),
    );
    expect(outcomes.filter(isOrder).length).toBe(10);
    expect(refusals(outcomes)).toEqual({ promotion_codes_not_overused: 90 });
    expect(await counts(id)).toMatchObject({ promotion: 10, codes: [10], orders: 10 });
  });
});

test("a single-use code that two use at once is used by one", async () => {
  const { db, redeem } = await newLedger();
  const { id } = await newPromotion(db, { codes: ["ONCE"], codeLimit: 1 });
  const use = { promotionId: id, code: "ONCE", amount: 100 };
  const outcomes = await Promise.all([redeem("cus_ada", use), redeem("cus_bob", use)]);
  expect(outcomes.filter(isOrder).length).toBe(1);
  expect(outcomes.filter((outcome) => promotionRaces.has(outcome))).toEqual(["promotion_codes_not_overused"]);
});

test("an order that may not use one of its promotions uses none of them", async () => {
  const { db, redeem, counts } = await newLedger();
  const [free, spent] = [await newPromotion(db), await newPromotion(db, { usageLimit: 1, uses: 1 })];
  expect(await redeem("cus_ada", byItself(free.id), byItself(spent.id))).toBe("promotions_not_overused");
  expect(await counts(free.id)).toEqual({ promotion: 0, codes: [], buyers: [], orders: 0 });
});

test("a limit that comes later counts the uses before it", async () => {
  const { db, redeem } = await newLedger();
  const { id } = await newPromotion(db);
  await redeem("cus_ada", byItself(id));
  await db.update(promotions).set({ usageLimitPerCustomer: 1 });
  expect(await redeem("cus_ada", byItself(id))).toBe("promotion_buyers_not_overused");
  expect(isOrder(await redeem("cus_bob", byItself(id)))).toBe(true);
});

test("what promotions take off is added up by currency, and taken back with the order", async () => {
  const { db, redeem, release, counts } = await newLedger();
  const { id } = await newPromotion(db, { codes: ["ONCE"], codeLimit: 1, usageLimitPerCustomer: 1 });
  const other = await newPromotion(db);
  const amounts = async () => (await db.select().from(promotions)).map(({ discounted }) => discounted);
  const use = { promotionId: id, code: "ONCE", amount: 250 };
  const order = await redeem("cus_ada", use, byItself(other.id, 30));
  await redeem("cus_bob", byItself(other.id, 12));
  expect(await amounts()).toEqual([{ EUR: 250 }, { EUR: 42 }]);
  await release(order);
  expect(await counts(id)).toEqual({ promotion: 0, codes: [0], buyers: [0, 0, 1], orders: 1 });
  expect(await amounts()).toEqual([{ EUR: 0 }, { EUR: 12 }]);
  await release(order); // nothing is left to take back
  expect(await amounts()).toEqual([{ EUR: 0 }, { EUR: 12 }]);
  expect(isOrder(await redeem("cus_ada", use))).toBe(true);
});

test("a buyer is the customer or, as a guest, a mailbox that the key does not tell", () => {
  const email = "Ada@Example.com ";
  expect(buyerKey({ customerId: "cus_ada", email })).toBe("cus_ada");
  expect(buyerKey({ customerId: null, email: null })).toBeNull();
  const guest = buyerKey({ customerId: null, email });
  expect(guest).toMatch(/^guest_[\w-]{43}$/);
  expect(buyerKey({ customerId: null, email: "ada@example.com" })).toBe(guest);
});

describe("the promotions of a cart", () => {
  const now = new Date("2026-06-01T12:00:00Z");
  const before = new Date(now.getTime() - 1);
  const after = new Date(now.getTime() + 1);

  async function newCart() {
    const shop = await createTestShop();
    const { id: cartId } = await shop.client.cart.create.mutate({});
    const find = ({ code = null, buyer = null }: { code?: string | null; buyer?: string | null } = {}) =>
      promotionsStatement(shop.db, { cartId, code, customerId: buyer, guestKey: null, now: now.getTime() });
    const give = (code: string, addedAt = now) =>
      shop.db.insert(cartCoupons).values({ cartId, code, addedAt });
    return { ...shop, find, give };
  }

  test("are those in force by themselves", async () => {
    const { db, find } = await newCart();
    const wanted = [
      await newPromotion(db),
      await newPromotion(db, { startsAt: now, endsAt: after, usageLimit: 1 }),
    ];
    await newPromotion(db, { startsAt: after });
    await newPromotion(db, { endsAt: now });
    await newPromotion(db, { status: "archived" });
    await newPromotion(db, { codes: ["OTHER"] });
    const found = await find();
    expect(found.map(({ id }) => id).toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
    expect(
      found.map(({ code, archived, usedUp, usedByBuyer }) => ({ code, archived, usedUp, usedByBuyer })),
    ).toEqual(Array(2).fill({ code: null, archived: false, usedUp: false, usedByBuyer: false }));
  });

  test("and those of its codes, whatever has become of them, in the order in which they came", async () => {
    const { db, find, give } = await newCart();
    await newPromotion(db, { codes: ["A", "B"], endsAt: before });
    await newPromotion(db, { codes: ["C"], status: "archived" });
    await newPromotion(db, { codes: ["D"] });
    await newPromotion(db, { codes: ["E"] });
    await db.update(promotionCodes).set({ endedAt: now }).where(eq(promotionCodes.code, "E"));
    for (const [index, code] of ["C", "B", "A"].entries()) await give(code, new Date(now.getTime() + index));
    expect((await find()).map(({ code, archived }) => [code, archived])).toEqual([
      ["C", true],
      ["B", false],
      ["A", false],
    ]);
    const codesWith = async (code: string) => (await find({ code })).map((one) => one.code);
    expect(await codesWith("D")).toEqual(["C", "B", "A", "D"]);
    expect(await codesWith("A")).toEqual(["C", "B", "A"]);
    expect((await find({ code: "E" })).at(-1)).toMatchObject({ code: "E", archived: true });
    expect(await codesWith("NONE")).toEqual(["C", "B", "A"]);
  });

  test("say whether they, or their codes, are used up", async () => {
    const { db, find, give } = await newCart();
    await newPromotion(db, { usageLimit: 2, uses: 2 });
    await newPromotion(db, { codes: ["FREE"], usageLimit: 2, uses: 1 });
    await newPromotion(db, { codes: ["SPENT"], codeLimit: 1, codeUses: 1 });
    for (const code of ["FREE", "SPENT"]) await give(code);
    const states = (await find()).map(({ code, usedUp }) => [code, usedUp] as const);
    expect(new Map(states)).toEqual(
      new Map([
        [null, true],
        ["FREE", false],
        ["SPENT", true],
      ]),
    );
  });

  test("say whether this buyer has used them as often as one may", async () => {
    const { db, find } = await newCart();
    const { id: promotionId } = await newPromotion(db, { usageLimitPerCustomer: 2 });
    const unlimited = await newPromotion(db);
    await db.insert(promotionBuyers).values([
      { promotionId, buyer: "cus_once", uses: 1, usageLimit: 2 },
      { promotionId, buyer: "cus_twice", uses: 2, usageLimit: 2 },
      { promotionId: unlimited.id, buyer: "cus_twice", uses: 9, usageLimit: null },
    ]);
    const usedBy = async (buyer: string | null) =>
      (await find({ buyer })).flatMap(({ id, usedByBuyer }) => (usedByBuyer ? [id] : []));
    expect(await usedBy("cus_twice")).toEqual([promotionId]);
    expect(await usedBy("cus_once")).toEqual([]);
    expect(await usedBy(null)).toEqual([]);
  });

  test("are found along indexes", async () => {
    const { find, database } = await newCart();
    const { client } = database;
    const texts: string[] = [];
    const { execute } = client;
    // Sound: Drizzle gives each statement as one value.
    client.execute = ((statement: Exclude<InStatement, string>) => {
      texts.push(statement.sql);
      return Reflect.apply(execute, client, [statement]);
    }) as typeof client.execute;
    await find();
    const text = `explain query plan ${texts[0]?.replaceAll("?", "null")}`;
    const { rows } = await execute.call(client, text);
    const scans = rows.map(({ detail }) => String(detail)).filter((step) => /^SCAN /.test(step));
    expect(
      scans.filter((step) => !/^SCAN (g|candidate|CONSTANT ROW|.* promotions_automatic)/.test(step)),
    ).toEqual([]);
  });
});
