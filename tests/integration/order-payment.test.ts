import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { openDatabase } from "../../db/client.ts";
import { orderEvents, orders, outbox, payments, promotionUses, stockLevels } from "../../db/schema/index.ts";
import { expireOrder, listOverdue } from "../../server/modules/order/expire-order.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { newPromotion } from "../../testing/promotions.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newClock } from "../helpers/clock.ts";
import { newServiceContext } from "../helpers/context.ts";
import { newDatabaseUrl } from "../helpers/database.ts";
import { readTables } from "../helpers/dump.ts";
import { doTwice } from "../helpers/processes.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { eur, newDesk, newSale } from "../helpers/sale.ts";

const week = 7 * 24 * 60 * 60 * 1000;

describe("an order placed with", () => {
  test("cash on delivery is confirmed, and still to be paid", async () => {
    const { order, events } = await newSale([{ quantity: 2 }], "cash_on_delivery");
    expect(order).toMatchObject({
      status: "confirmed",
      paymentStatus: "pending",
      expiresAt: null,
      owed: eur(2490),
    });
    expect(await events()).toEqual(["placed", "confirmed"]);
  });

  test("the test card is confirmed and paid", async () => {
    const { order, events } = await newSale([{ quantity: 2 }], "test_card");
    expect(order).toMatchObject({
      status: "confirmed",
      paymentStatus: "paid",
      expiresAt: null,
      owed: eur(0),
    });
    expect(await events()).toEqual(["placed", "payment-received", "confirmed"]);
  });

  test("a bank transfer waits a week for its money, and tells how to pay", async () => {
    const { order, events, clock, deliver, mails } = await newSale([{ quantity: 2 }], "bank_transfer");
    const expiresAt = new Date(clock.now().getTime() + week);
    expect(order).toMatchObject({ status: "pending", paymentStatus: "pending", expiresAt, owed: eur(2490) });
    expect(await events()).toEqual(["placed"]);
    await deliver();
    expect(mails[0]?.text).toContain(`send it once 24.90 EUR has come`);
    expect(mails[0]?.text).toContain(`give ${order.number} as the reference`);
  });

  test("nothing to pay waits for nothing", async () => {
    const free = await newSale([{ amount: 0, quantity: 1, isShipped: false }], "bank_transfer");
    expect(free.order).toMatchObject({ status: "confirmed", paymentStatus: "paid", expiresAt: null });
  });
});

describe("money that comes", () => {
  test("in time confirms the order, and its buyer is told", async () => {
    const { staff, id, events, deliver, mails, expirer, clock } = await newSale(
      [{ quantity: 1 }],
      "bank_transfer",
    );
    const paid = await staff.markPaid.mutate({ id });
    expect(paid).toMatchObject({ status: "confirmed", paymentStatus: "paid", expiresAt: null });
    expect(await events()).toEqual(["placed", "payment-received", "confirmed"]);
    await deliver();
    expect(mails.map(({ id }) => id.split(".")[1])).toEqual(["placed", "confirmed"]);
    expect(mails[1]?.text).toContain("Your payment has come");
    clock.advance(week);
    expect(await expirer.runDue()).toBe(0);
  });

  test("twice is refused the second time, and nothing changes", async () => {
    const sale = await newSale([{ quantity: 1 }], "test_card");
    const before = await readTables(sale);
    expect(await refusalOf(sale.staff.markPaid.mutate({ id: sale.id }))).toEqual({
      code: "INVALID_TRANSITION",
      data: { from: "captured", to: "captured" },
    });
    expect(await readTables(sale)).toEqual(before);
  });

  test("after the order expired brings it back to life where its units are still there", async () => {
    const { staff, id, clock, expirer, stock, variantIds, events } = await newSale(
      [{ quantity: 2, onHand: 2 }],
      "bank_transfer",
    );
    clock.advance(week);
    await expirer.runDue();
    const revived = await staff.markPaid.mutate({ id });
    expect(revived).toMatchObject({ status: "confirmed", paymentStatus: "paid", owed: eur(0) });
    expect(await stock(variantIds[0] ?? "")).toEqual({ onHand: 2, reserved: 2, ledger: [2, 2] });
    expect(await events()).toEqual(["placed", "expired", "payment-received", "confirmed"]);
  });

  test("after somebody else bought the units goes back by itself", async () => {
    const sale = await newSale([{ quantity: 2, onHand: 2 }], "bank_transfer");
    const { staff, id, clock, client, expirer, stock, variantIds, events, deliver, mails } = sale;
    clock.advance(week);
    await expirer.runDue();
    const [variantId = ""] = variantIds;
    const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 1 }]);
    await client.order.place.mutate({ cartId, provider: "manual" });
    const late = await staff.markPaid.mutate({ id });
    expect(late).toMatchObject({ status: "expired", paymentStatus: "refunded", owed: eur(0) });
    expect(late.refunds).toMatchObject([{ status: "succeeded", amount: eur(2490) }]);
    expect(await stock(variantId)).toEqual({ onHand: 2, reserved: 1, ledger: [2, 1] });
    expect(await events()).toEqual(["placed", "expired", "payment-received", "refunded"]);
    await deliver();
    expect(mails.at(-1)?.subject).toStartWith("Refunded");
  });

  test("for a canceled order goes back by itself", async () => {
    const { staff, id } = await newSale([{ quantity: 2 }], "bank_transfer");
    await staff.cancel.mutate({ id });
    expect(await staff.markPaid.mutate({ id })).toMatchObject({
      status: "canceled",
      paymentStatus: "refunded",
      refunds: [{ amount: eur(2490) }],
    });
  });
});

describe("an order that is not paid in time", () => {
  test("ends with its deadline, not before: its stock and its code are others' again, its buyer is told", async () => {
    const { client, db, clock, expirer, stock, deliver, mails } = await newDesk();
    await newPromotion(db, { codes: ["ONCE"], codeLimit: 1 });
    const { variantId } = await newProduct(db, { onHand: 3, publishedAt: new Date(0) });
    const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 3 }]);
    await client.cart.applyCoupon.mutate({ cartId, code: "ONCE" });
    const placed = await client.order.place.mutate({ cartId, provider: "manual", method: "bank_transfer" });
    const { id } = placed.order;
    clock.advance(week - 1);
    expect(await expirer.runDue()).toBe(0);
    expect(await stock(variantId)).toEqual({ onHand: 3, reserved: 3, ledger: [3, 3] });
    clock.advance(1);
    expect(await expirer.runDue()).toBe(1);
    expect(await stock(variantId)).toEqual({ onHand: 3, reserved: 0, ledger: [3, 0] });
    expect(await db.select().from(promotionUses)).toEqual([]);
    const accessToken = placed.accessToken ?? "";
    expect(await client.order.get.query({ id, accessToken })).toMatchObject({
      status: "expired",
      paymentStatus: "canceled",
      fulfillmentStatus: "canceled",
      payments: [{ status: "canceled" }],
    });
    await deliver();
    expect(mails.at(-1)?.subject).toStartWith("Not paid in time");
    expect(await expirer.runDue()).toBe(0);
  });

  test("ends once, however many look for it at once", async () => {
    const { db, clock, expirer, id, events } = await newSale([{ quantity: 1 }], "bank_transfer");
    clock.advance(week);
    const ended = await Promise.all(Array.from({ length: 5 }, () => expirer.runDue()));
    expect(ended.reduce((sum, each) => sum + each, 0)).toBe(1);
    expect(await events()).toEqual(["placed", "expired"]);
    const told = await db.select().from(outbox).where(eq(outbox.topic, "order.expired"));
    expect(told.map(({ subjectId }) => subjectId)).toEqual([id]);
  });

  test.each([true, false])(
    "races with its payment: paid and there, or paid and given back (pay first: %p)",
    async (payFirst) => {
      const { staff, id, clock, expirer, stock, variantIds, get } = await newSale(
        [{ quantity: 1, onHand: 1 }],
        "bank_transfer",
      );
      clock.advance(week);
      const pay = () => staff.markPaid.mutate({ id });
      const expire = () => expirer.runDue();
      await Promise.all(payFirst ? [pay(), expire()] : [expire(), pay()]);
      expect(await get()).toMatchObject({ status: "confirmed", paymentStatus: "paid" });
      expect(await stock(variantIds[0] ?? "")).toEqual({ onHand: 1, reserved: 1, ledger: [1, 1] });
    },
  );

  test("ends once, also where several processes look for it", async () => {
    const url = await newDatabaseUrl();
    const clock = newClock(new Date(Date.now() - week - 60_000));
    const { client, db } = await createTestShop({ database: openDatabase({ url }), clock });
    const { variantId } = await newProduct(db, { publishedAt: new Date(0) });
    for (let i = 0; i < 20; i++) {
      const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 1 }]);
      await client.order.place.mutate({ cartId, provider: "manual", method: "bank_transfer" });
    }
    expect(await doTwice(url, "expire-orders", 0)).toBe(20);
    const ended = await db.select().from(orderEvents).where(eq(orderEvents.type, "expired"));
    expect(new Set(ended.map(({ orderId }) => orderId)).size).toBe(20);
    expect(ended.length).toBe(20);
    expect(await db.select().from(stockLevels)).toMatchObject([{ onHand: 100, reserved: 0 }]);
  });

  test("keeps no other waiting where it cannot be ended, also not a hundred, and ends once it can", async () => {
    const { db, id, held, clock, client, expirer, variantIds, stock } = await newSale(
      [{ quantity: 1 }],
      "bank_transfer",
    );
    const [[template], [payment]] = [await db.select().from(orders), await db.select().from(payments)];
    if (!template || !payment) throw new Error("There is no order");
    const stuck = Array.from({ length: 150 }, (_, place) => ({
      ...template,
      id: `ord_stuck${place}`,
      number: `S-${place}`,
      cartId: null,
      replacesId: id,
      expiresAt: new Date((template.expiresAt?.getTime() ?? 0) - 1 - (place >> 1)), // two at each moment
    }));
    await db.insert(orders).values(stuck);
    await db
      .insert(payments)
      .values(stuck.map((order) => ({ ...payment, id: `pay_${order.number}`, orderId: order.id })));
    await db.run(`
      create trigger stuck before update on orders when new.id like 'ord_stuck%'
        begin select raise(abort, 'stuck'); end`);
    clock.advance(week);
    expect(await expirer.runDue()).toBe(1);
    expect((await client.order.get.query(held)).status).toBe("expired");
    expect(await stock(variantIds[0] ?? "")).toMatchObject({ reserved: 0 });
    const ended = () => db.$count(orders, eq(orders.status, "expired"));
    expect(await ended()).toBe(1);

    await db.run("drop trigger stuck");
    expect(await expirer.runDue()).toBe(0); // left alone for a while
    clock.advance(10_000);
    await expirer.runDue();
    expect(await ended()).toBe(151);
  });

  test("gets more time where that came while it was looked for", async () => {
    const { db, id, held, client, clock, expirer } = await newSale([{ quantity: 1 }], "bank_transfer");
    const late = await newServiceContext({
      db,
      clock: { now: () => new Date(clock.now().getTime() + week) },
    });
    expect((await listOverdue(late, { after: undefined, limit: 10 })).map((order) => order.id)).toEqual([id]);
    await db.update(orders).set({ expiresAt: new Date(late.clock.now().getTime() + 1) });
    expect(await expireOrder(late, id)).toBe(false);
    expect((await client.order.get.query(held)).status).toBe("pending");
    clock.advance(week + 1);
    expect(await expirer.runDue()).toBe(1);
  });
});
