import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { orderEvents, orders, stockReservations } from "../../db/schema/index.ts";
import { forgottenEmail } from "../../server/modules/order/forgotten.ts";
import { address } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newDeliveredOrder } from "../helpers/after-sale.ts";
import { readTables } from "../helpers/dump.ts";
import { refusalOf } from "../helpers/refusal.ts";

const eur = (amount: number) => ({ amount, currency: "EUR" });

/** A guest's cup of 10.00 EUR, delivered, of which a return was approved; and other things of the shop. */
async function shopWithReturn(method?: "cash_on_delivery", parts: Parameters<typeof createTestShop>[0] = {}) {
  const shop = await createTestShop(parts);
  const cup = await newProduct(shop.db, { onHand: 10 });
  const { order, mine } = await newDeliveredOrder(shop, [{ ...cup, quantity: 2 }], method);
  const { client: staff } = await newStaff(shop);
  const lineId = order.lines[0]?.id ?? "";
  const { id: returnId } = await shop.client.order.requestReturn.mutate({
    ...mine,
    lines: [{ lineId, quantity: 1 }],
    reason: "The wrong colour",
  });
  await staff.admin.orders.approveReturn.mutate({ id: returnId });
  const receive = (refundAmount?: number) =>
    staff.admin.orders.receiveReturn.mutate({
      id: returnId,
      lines: [{ lineId, sellable: 1 }],
      ...(refundAmount !== undefined && { refundAmount }),
    });
  const exchangeFor = async (amount: number, quantity = 1) => {
    const { variantId } = await newProduct(shop.db, { amount, onHand: 5 });
    return staff.admin.orders.exchange.mutate({ returnId, lines: [{ variantId, quantity }] });
  };
  const original = () => shop.client.order.get.query(mine);
  const ofReturn = async () => {
    const { items } = await staff.admin.orders.returns.query({});
    return items.find(({ id }) => id === returnId);
  };
  const paymentsOf = async (id: string) => {
    const [row] = await shop.db.select().from(orders).where(eq(orders.id, id));
    const order = await shop.client.order.get.query({ id, accessToken: row?.accessToken ?? "" });
    return order.payments.map(({ method, status, amount }) => [method, status, amount.amount]);
  };
  const context = {
    cup,
    order,
    staff,
    lineId,
    returnId,
    receive,
    exchangeFor,
    original,
    ofReturn,
    paymentsOf,
  };
  return { ...shop, shop, ...context };
}

describe("an exchange for a return that was received", () => {
  test("at the same price is an order that is paid by what came back, and closes the return", async () => {
    const { shop, receive, exchangeFor, original, ofReturn, order } = await shopWithReturn();
    await receive(0);
    const replacement = await exchangeFor(1000);
    expect(replacement).toMatchObject({
      status: "confirmed",
      paymentStatus: "paid",
      fulfillmentStatus: "unfulfilled",
      email: order.email,
      shippingAddress: address,
      shipping: null,
      totals: { total: eur(1000), shipping: eur(0) },
      payments: [{ method: "exchange", status: "captured", amount: eur(1000) }],
      replacesId: order.id,
    });
    const [row] = await shop.db.select().from(orders).where(eq(orders.id, replacement.id));
    expect(row).toMatchObject({ replacesId: order.id, cartId: null, paymentStatus: "paid" });
    expect(await ofReturn()).toMatchObject({
      status: "closed",
      replacedById: replacement.id,
      refunded: eur(1000),
    });
    expect(await original()).toMatchObject({
      credited: eur(1000),
      owed: eur(0),
      refunds: [{ amount: eur(1000), paidOrderId: replacement.id }],
    });
    expect(
      await shop.db.select().from(stockReservations).where(eq(stockReservations.orderId, replacement.id)),
    ).toMatchObject([{ quantity: 1 }]);
    await shop.deliver();
    const subjects = shop.mails.map(({ subject }) => subject);
    expect(subjects).toContain(`Your order ${replacement.number}`);
    expect(subjects.filter((subject) => subject.startsWith("Refunded"))).toEqual([]);
  });

  test("for less gives the difference back", async () => {
    const { receive, exchangeFor, ofReturn, original, paymentsOf } = await shopWithReturn();
    await receive(0);
    const { id } = await exchangeFor(700);
    expect(await paymentsOf(id)).toEqual([["exchange", "captured", 700]]);
    expect((await original()).refunds.map(({ amount }) => amount.amount).toSorted()).toEqual([300, 700]);
    expect(await ofReturn()).toMatchObject({ status: "closed", refunded: eur(1000) });
  });

  test("for more waits for the difference", async () => {
    const { receive, exchangeFor } = await shopWithReturn();
    await receive(0);
    expect(await exchangeFor(1300)).toMatchObject({
      status: "confirmed",
      paymentStatus: "partially_paid",
      owed: eur(300),
      payments: [
        { method: "bank_transfer", status: "pending", amount: eur(300) },
        { method: "exchange", status: "captured", amount: eur(1000) },
      ],
    });
  });

  test("for something free gives all of it back", async () => {
    const { receive, exchangeFor, ofReturn } = await shopWithReturn();
    await receive(0);
    expect(await exchangeFor(0)).toMatchObject({ paymentStatus: "paid", owed: eur(0) });
    expect(await ofReturn()).toMatchObject({ status: "closed", refunded: eur(1000) });
  });

  test("of which a part was given back is paid by the rest", async () => {
    const { receive, exchangeFor, ofReturn } = await shopWithReturn();
    await receive(400);
    expect(await exchangeFor(1000)).toMatchObject({ owed: eur(400) });
    expect(await ofReturn()).toMatchObject({ status: "closed", refunded: eur(1000) });
  });

  test("asked for again under its key is the same one", async () => {
    const { receive, cup, staff, returnId, db } = await shopWithReturn();
    await receive(0);
    const wanted = { returnId, lines: [{ variantId: cup.variantId, quantity: 1 }] };
    const ask = () => staff.admin.orders.exchange.mutate(wanted, { idempotencyKey: "exchange-1" });
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(second).toEqual(first);
    expect(await ask()).toEqual(first);
    expect(await db.select().from(orders)).toHaveLength(2);
  });

  test("is made once", async () => {
    const { shop, receive, exchangeFor, cup, staff, returnId } = await shopWithReturn();
    await receive(0);
    const outcomes = await Promise.allSettled([exchangeFor(1000), exchangeFor(1000)]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const again = () =>
      staff.admin.orders.exchange.mutate({ returnId, lines: [{ variantId: cup.variantId, quantity: 1 }] });
    const before = await readTables(shop);
    expect(await refusalOf(again())).toEqual({
      code: "INVALID_TRANSITION",
      data: { from: "replaced", to: "replaced" },
    });
    expect(await readTables(shop)).toEqual(before);
  });
});

describe("an exchange for a return that is on its way", () => {
  test("waits for its payment until the return is received, which gives the rest back", async () => {
    const { exchangeFor, receive, paymentsOf, ofReturn } = await shopWithReturn();
    const { id, owed, status } = await exchangeFor(700);
    expect({ owed, status }).toEqual({ owed: eur(700), status: "confirmed" });
    expect(await receive()).toMatchObject({ status: "closed", refunded: eur(1000), replacedById: id });
    expect(await paymentsOf(id)).toEqual([
      ["exchange", "captured", 700],
      ["bank_transfer", "canceled", 700],
    ]);
    expect((await ofReturn())?.credited).toEqual(eur(1000));
  });

  test("asks for what the return did not bring", async () => {
    const { exchangeFor, receive, paymentsOf, staff } = await shopWithReturn();
    const { id } = await exchangeFor(1500);
    await receive();
    expect(await paymentsOf(id)).toEqual([
      ["exchange", "captured", 1000],
      ["bank_transfer", "pending", 500],
    ]);
    expect(await staff.admin.orders.markPaid.mutate({ id })).toMatchObject({
      paymentStatus: "paid",
      owed: eur(0),
    });
  });

  test("of an order that nobody paid is to be paid whole", async () => {
    const { exchangeFor, receive, paymentsOf, original } = await shopWithReturn("cash_on_delivery");
    const { id } = await exchangeFor(1000);
    await receive();
    expect(await paymentsOf(id)).toEqual([["bank_transfer", "pending", 1000]]);
    expect((await original()).owed).toEqual(eur(1490));
  });

  test("can no longer be taken back by its buyer", async () => {
    const { shop, exchangeFor, order, returnId, client } = await shopWithReturn();
    await exchangeFor(1000);
    const [row] = await shop.db.select().from(orders).where(eq(orders.id, order.id));
    const cancel = client.order.cancelReturn.mutate({
      id: order.id,
      accessToken: row?.accessToken ?? "",
      returnId,
    });
    expect(await refusalOf(cancel)).toMatchObject({ code: "INVALID_TRANSITION" });
  });

  test("raises the versions of both orders, also when it is paid", async () => {
    const { staff, exchangeFor, receive, order } = await shopWithReturn();
    const versionOf = async (id: string) => (await staff.admin.orders.get.query({ id })).version;
    const before = await versionOf(order.id);
    const { id, version } = await exchangeFor(1000);
    expect(await versionOf(order.id)).toBeGreaterThan(before);
    await receive();
    expect(await versionOf(id)).toBeGreaterThan(version);
  });

  test("stands in both timelines", async () => {
    const { shop, exchangeFor, order, returnId } = await shopWithReturn();
    const { id } = await exchangeFor(1000);
    const events = await shop.db.select().from(orderEvents);
    expect(events.filter(({ type }) => type === "replaced")).toMatchObject([
      { orderId: order.id, details: { returnId, replacedById: id } },
    ]);
    expect(events.filter(({ orderId }) => orderId === id).map(({ type }) => type)).toEqual([
      "placed",
      "confirmed",
    ]);
  });
});

describe("an exchange is refused, and nothing changes,", () => {
  type Shop = Awaited<ReturnType<typeof shopWithReturn>>;
  type Case = [
    why: string,
    code: string,
    lines: (shop: Shop) => Promise<{ variantId: string; quantity: number }[]>,
  ];
  const one = (variantId: string, quantity = 1) => [{ variantId, quantity }];
  test.each<Case>([
    ["for a variant that there is not", "NOT_FOUND", async () => one("var_none")],
    ["beyond the stock", "OUT_OF_STOCK", async ({ cup }) => one(cup.variantId, 9)],
    [
      "for what is not for sale",
      "VARIANT_UNAVAILABLE",
      async ({ db }) => one((await newProduct(db, { status: "draft" })).variantId),
    ],
    [
      "for what has no price in the order's currency",
      "VARIANT_UNAVAILABLE",
      async ({ db }) => one((await newProduct(db, { amount: null })).variantId),
    ],
    ["for nothing", "BAD_REQUEST", async () => []],
  ])("%s: %s", async (_, code, linesOf) => {
    const context = await shopWithReturn();
    const { shop, staff, returnId } = context;
    const lines = await linesOf(context);
    const before = await readTables(shop);
    const refusal = await refusalOf(staff.admin.orders.exchange.mutate({ returnId, lines }));
    expect(refusal.code).toBe(code as never);
    expect(await readTables(shop)).toEqual(before);
  });

  test("for a buyer whose account is gone, and with it the address: ADDRESS_REQUIRED", async () => {
    const { shop, staff, cup, order, returnId } = await shopWithReturn();
    await shop.db.update(orders).set({ email: forgottenEmail }).where(eq(orders.id, order.id));
    const before = await readTables(shop);
    const exchange = staff.admin.orders.exchange.mutate({ returnId, lines: one(cup.variantId) });
    expect((await refusalOf(exchange)).code).toBe("ADDRESS_REQUIRED");
    expect(await readTables(shop)).toEqual(before);
  });

  test("also where the account goes while taxes are asked for", async () => {
    let meanwhile = async () => {};
    const assess = async () => {
      await meanwhile();
      return undefined;
    };
    const { shop, exchangeFor, order } = await shopWithReturn(undefined, { taxCalculator: { assess } });
    const shippingAddress = { ...address, country: "DE", postalCode: "10115" }; // whose taxes are asked for
    await shop.db.update(orders).set({ shippingAddress }).where(eq(orders.id, order.id));
    meanwhile = async () => {
      await shop.db.update(orders).set({ email: forgottenEmail }).where(eq(orders.id, order.id));
    };
    expect((await refusalOf(exchangeFor(1000))).code).toBe("ADDRESS_REQUIRED");
    expect(await shop.db.select().from(orders)).toHaveLength(1);
  });

  test("of a return that was not approved, or is closed: INVALID_TRANSITION", async () => {
    const { shop, staff, receive, cup, returnId } = await shopWithReturn();
    await receive();
    const before = await readTables(shop);
    const exchange = staff.admin.orders.exchange.mutate({ returnId, lines: one(cup.variantId) });
    expect(await refusalOf(exchange)).toEqual({
      code: "INVALID_TRANSITION",
      data: { from: "closed", to: "replaced" },
    });
    expect(await readTables(shop)).toEqual(before);
  });
});
