import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { orders, payments, refunds, returns, stockLevels } from "../../db/schema/index.ts";
import { newCustomer, password } from "../../testing/customers.ts";
import { newOrder } from "../../testing/orders.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { deliver, newDeliveredOrder } from "../helpers/after-sale.ts";
import { readTables } from "../helpers/dump.ts";
import { expectAllToHold } from "../helpers/invariants.ts";
import { refusalOf } from "../helpers/refusal.ts";

const eur = (amount: number) => ({ amount, currency: "EUR" });

/** A shop in which a guest has three things of 10.00 EUR, delivered and paid with the test card. */
async function shopWithDelivery(quantity = 3, method?: "cash_on_delivery") {
  const shop = await createTestShop();
  const { variantId } = await newProduct(shop.db, { onHand: 10 });
  const { order, mine } = await newDeliveredOrder(shop, [{ variantId, quantity }], method);
  const lineId = order.lines[0]?.id ?? "";
  const { client: staff } = await newStaff(shop);
  const request = (count: number) =>
    shop.client.order.requestReturn.mutate({
      ...mine,
      lines: [{ lineId, quantity: count }],
      reason: "Too small",
    });
  const approved = async (count: number) => {
    const { id } = await request(count);
    return staff.admin.orders.approveReturn.mutate({ id });
  };
  return { ...shop, shop, variantId, order, mine, lineId, staff, request, approved };
}

async function onHand({ db }: TestShop, variantId: string): Promise<number | undefined> {
  const [level] = await db.select().from(stockLevels).where(eq(stockLevels.variantId, variantId));
  return level?.onHand;
}

async function refunded({ db }: TestShop): Promise<number[]> {
  return (await db.select().from(refunds)).map(({ amount }) => amount);
}

/** The refusal of a call, which changed nothing. */
async function vainly(shop: TestShop, call: () => Promise<unknown>) {
  const before = await readTables(shop);
  const refusal = await refusalOf(call());
  expect(await readTables(shop)).toEqual(before);
  return refusal;
}

describe("asking to send something back", () => {
  test("takes units that were sent, with the buyer's reason and pictures", async () => {
    const { client, mine, lineId, order } = await shopWithDelivery();
    const asked = await client.order.requestReturn.mutate({
      ...mine,
      lines: [{ lineId, quantity: 2 }],
      reason: "Too small",
      photos: ["https://pictures.example/1.jpg"],
    });
    expect(asked).toMatchObject({
      orderId: order.id,
      orderNumber: order.number,
      status: "requested",
      reason: "Too small",
      photos: ["https://pictures.example/1.jpg"],
      answer: null,
      lines: [{ lineId, quantity: 2, sellable: 0, damaged: 0, missing: 0 }],
      credited: eur(0),
      refunded: eur(0),
      replacedById: null,
    });
  });

  test("takes no more than was sent, came back or is asked for already", async () => {
    const { shop, request, lineId } = await shopWithDelivery();
    await request(2);
    expect(await vainly(shop, () => request(2))).toEqual({
      code: "UNITS_UNAVAILABLE",
      data: { lineId, available: 1 },
    });
    await request(1);
    expect((await refusalOf(request(1))).data).toEqual({ lineId, available: 0 });
  });

  test("takes nothing that was not sent yet", async () => {
    const shop = await createTestShop();
    const { variantId } = await newProduct(shop.db);
    const { order, mine } = await newOrder(shop, [{ variantId, quantity: 2 }]);
    const lineId = order.lines[0]?.id ?? "";
    const ask = () =>
      shop.client.order.requestReturn.mutate({ ...mine, lines: [{ lineId, quantity: 1 }], reason: "No" });
    expect(await vainly(shop, ask)).toMatchObject({ code: "UNITS_UNAVAILABLE", data: { available: 0 } });
    await deliver(shop, order.id, [{ lineId, quantity: 1 }]);
    expect((await ask()).lines).toMatchObject([{ quantity: 1 }]);
    expect(await refusalOf(ask())).toMatchObject({ code: "UNITS_UNAVAILABLE" });
  });

  test("gives the last unit to one of several that want it at once", async () => {
    const { request, db } = await shopWithDelivery(1);
    const asked = await Promise.allSettled([request(1), request(1), request(1)]);
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.$count(refunds)).toBe(0);
  });

  test("refuses what is not well formed, by its path", async () => {
    const { shop, client, mine, lineId } = await shopWithDelivery();
    const lines = [{ lineId, quantity: 1 }];
    const wrong: [path: string, Parameters<typeof client.order.requestReturn.mutate>[0]][] = [
      ["lines", { ...mine, lines: [], reason: "No" }],
      ["lines.1.lineId", { ...mine, lines: [...lines, ...lines], reason: "No" }],
      ["lines.0.quantity", { ...mine, lines: [{ lineId, quantity: 0 }], reason: "No" }],
      ["reason", { ...mine, lines, reason: " " }],
      ["photos.0", { ...mine, lines, reason: "No", photos: ["javascript:alert(1)"] }],
      ["photos", { ...mine, lines, reason: "No", photos: Array.from({ length: 6 }, () => "/1.jpg") }],
    ];
    for (const [path, input] of wrong) {
      const refusal = await vainly(shop, () => client.order.requestReturn.mutate(input));
      expect(refusal).toMatchObject({ code: "BAD_REQUEST", data: { issues: [{ path }] } });
    }
  });

  test("is taken back by its buyer until it was received, and its units can be asked for again", async () => {
    const { shop, client, mine, request, approved } = await shopWithDelivery(1);
    for (const ask of [request, approved]) {
      const { id: returnId } = await ask(1);
      const canceled = await client.order.cancelReturn.mutate({ ...mine, returnId });
      expect(canceled.status).toBe("canceled");
      const again = () => client.order.cancelReturn.mutate({ ...mine, returnId });
      expect(await vainly(shop, again)).toEqual({
        code: "INVALID_TRANSITION",
        data: { from: "canceled", to: "canceled" },
      });
    }
  });
});

describe("answering a return", () => {
  test("tells the buyer that they may send it, and where to", async () => {
    const { shop, staff, request, order, mails } = await shopWithDelivery();
    const { id } = await request(1);
    const answered = await staff.admin.orders.approveReturn.mutate({ id, answer: "To Hall 4, please." });
    expect(answered).toMatchObject({ status: "approved", answer: "To Hall 4, please." });
    await shop.deliver();
    expect(mails.at(-1)).toMatchObject({
      to: "ada@example.com",
      subject: `You may send it back: your order ${order.number}`,
      text: expect.stringContaining("To Hall 4, please. You may send this back:\n\n1 × Coffee"),
    });
  });

  test("tells the buyer why they may not, and lets them ask again", async () => {
    const { shop, staff, request, mails } = await shopWithDelivery(1);
    const { id } = await request(1);
    const answered = await staff.admin.orders.rejectReturn.mutate({ id, answer: "It was worn." });
    expect(answered.status).toBe("rejected");
    await shop.deliver();
    expect(mails.at(-1)?.text).toContain("It was worn. We are sorry");
    expect((await request(1)).status).toBe("requested");
  });

  test("is done once", async () => {
    const { shop, staff, approved } = await shopWithDelivery();
    const { id } = await approved(1);
    const refused = { code: "INVALID_TRANSITION" as const, data: { from: "approved", to: "approved" } };
    expect(await vainly(shop, () => staff.admin.orders.approveReturn.mutate({ id }))).toEqual(refused);
    const reject = () => staff.admin.orders.rejectReturn.mutate({ id, answer: "No" });
    expect(await vainly(shop, reject)).toMatchObject({ data: { from: "approved", to: "rejected" } });
  });
});

describe("receiving a return", () => {
  test("restocks what is sellable, credits what came and gives all of it back", async () => {
    const { shop, staff, approved, lineId, variantId, client, mine, mails } = await shopWithDelivery(3);
    const { id } = await approved(3);
    const lines = [{ lineId, sellable: 1, damaged: 1, missing: 1 }];
    const received = await staff.admin.orders.receiveReturn.mutate({ id, lines });
    expect(received).toMatchObject({
      status: "closed",
      lines: [{ quantity: 3, sellable: 1, damaged: 1, missing: 1 }],
      credited: eur(2000),
      refunded: eur(2000),
    });
    expect(await onHand(shop, variantId)).toBe(8);
    const order = await client.order.get.query(mine);
    expect(order).toMatchObject({
      paymentStatus: "partially_refunded",
      lines: [{ returnedQuantity: 2 }],
      credited: eur(2000),
      owed: eur(0),
      refunds: [{ amount: eur(2000) }],
    });
    await shop.deliver();
    expect(
      mails
        .map(({ subject }) => subject)
        .slice(-2)
        .toSorted(),
    ).toEqual([`It came back: your order ${order.number}`, `Refunded: your order ${order.number}`]);
  });

  test("twice at once credits and restocks once", async () => {
    const { shop, staff, approved, lineId, variantId } = await shopWithDelivery(1);
    const { id } = await approved(1);
    const receive = () => staff.admin.orders.receiveReturn.mutate({ id, lines: [{ lineId, sellable: 1 }] });
    const outcomes = await Promise.allSettled([receive(), receive()]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await vainly(shop, receive)).toEqual({
      code: "INVALID_TRANSITION",
      data: { from: "closed", to: "received" },
    });
    expect(await refunded(shop)).toEqual([1000]);
    expect(await onHand(shop, variantId)).toBe(10);
  });

  test("gives a part back, and the rest of it stays until the return is closed", async () => {
    const { shop, staff, approved, lineId } = await shopWithDelivery(2);
    const { id } = await approved(1);
    const lines = [{ lineId, damaged: 1 }];
    const receive = (refundAmount: number) => () =>
      staff.admin.orders.receiveReturn.mutate({ id, lines, refundAmount });
    expect(await vainly(shop, receive(1001))).toEqual({
      code: "REFUND_EXCEEDS_CAPTURED",
      data: { refundable: eur(1000) },
    });
    expect(await receive(600)()).toMatchObject({ status: "received", refunded: eur(600) });
    expect(await staff.admin.orders.closeReturn.mutate({ id })).toMatchObject({
      status: "closed",
      credited: eur(1000),
      refunded: eur(600),
    });
    expect(await vainly(shop, () => staff.admin.orders.closeReturn.mutate({ id }))).toEqual({
      code: "INVALID_TRANSITION",
      data: { from: "closed", to: "closed" },
    });
    await expectAllToHold(shop.db); // what was not given is kept
  });

  test("lets shipping off too, as far as it is due", async () => {
    const { shop, staff, approved, lineId, client, mine } = await shopWithDelivery(1);
    const { id } = await approved(1);
    const receive = (shippingAmount: number) => () =>
      staff.admin.orders.receiveReturn.mutate({ id, lines: [{ lineId, sellable: 1 }], shippingAmount });
    expect(await vainly(shop, receive(491))).toMatchObject({
      code: "BAD_REQUEST",
      data: { issues: [{ path: "shippingAmount" }] },
    });
    expect(await receive(490)()).toMatchObject({ credited: eur(1490), refunded: eur(1490) });
    expect((await client.order.get.query(mine)).paymentStatus).toBe("refunded");
  });

  test("of an order that was not paid asks for less", async () => {
    const { shop, staff, approved, lineId, client, mine } = await shopWithDelivery(2, "cash_on_delivery");
    const { id } = await approved(1);
    const received = await staff.admin.orders.receiveReturn.mutate({ id, lines: [{ lineId, sellable: 1 }] });
    expect(received).toMatchObject({ status: "closed", credited: eur(1000), refunded: eur(0) });
    expect(await refunded(shop)).toEqual([]);
    expect(await client.order.get.query(mine)).toMatchObject({
      owed: eur(1490),
      payments: [{ status: "pending", amount: eur(1490) }],
    });
  });

  test("refuses to count otherwise than what was to come, or where nothing is kept", async () => {
    const { shop, staff, approved, lineId } = await shopWithDelivery(2);
    const { id } = await approved(2);
    const receive = staff.admin.orders.receiveReturn.mutate;
    const wrong: [code: string, Parameters<typeof receive>[0]][] = [
      ["BAD_REQUEST", { id, lines: [{ lineId, sellable: 1 }] }],
      ["BAD_REQUEST", { id, lines: [{ lineId, sellable: 2, missing: 1 }] }],
      ["BAD_REQUEST", { id, lines: [] }],
      ["NOT_FOUND", { id, lines: [{ lineId: "oline_none", sellable: 2 }] }],
      ["NOT_FOUND", { id, lines: [{ lineId, sellable: 2 }], locationId: "loc_none" }],
    ];
    for (const [code, input] of wrong) {
      expect((await vainly(shop, () => receive(input))).code).toBe(code as never);
    }
  });

  test("of units that were lost on the way lets them be asked for again", async () => {
    const { staff, approved, lineId, request } = await shopWithDelivery(1);
    const { id } = await approved(1);
    await staff.admin.orders.receiveReturn.mutate({ id, lines: [{ lineId, missing: 1 }] });
    expect((await request(1)).status).toBe("requested");
  });
});

describe("the list of returns", () => {
  test("has those of a status or an order, the newest first, page by page", async () => {
    const { staff, request, approved, order } = await shopWithDelivery();
    const [first, second, third] = [await request(1), await approved(1), await request(1)];
    const list = staff.admin.orders.returns.query;
    const ids = (page: Awaited<ReturnType<typeof list>>) => page.items.map(({ id }) => id);
    expect(ids(await list({}))).toEqual([third.id, second.id, first.id]);
    expect(ids(await list({ status: "approved" }))).toEqual([second.id]);
    const seen = await staff.admin.orders.get.query({ id: order.id });
    expect(seen.returns).toEqual((await list({ orderId: order.id })).items);
    expect(ids(await list({ orderId: "ord_none" }))).toEqual([]);
    const page = await list({ orderId: order.id, limit: 2 });
    expect(ids(page)).toEqual([third.id, second.id]);
    const rest = await list({ orderId: order.id, limit: 2, cursor: page.nextCursor ?? "" });
    expect(ids(rest)).toEqual([first.id]);
    expect(rest.nextCursor).toBeNull();
  });
});

test("the parts of an order's money sum to it, whatever came back in whatever parts", async () => {
  const shop = await createTestShop();
  const { variantId } = await newProduct(shop.db, { amount: 333 });
  const { order, mine } = await newDeliveredOrder(shop, [{ variantId, quantity: 7 }]);
  const { client: staff } = await newStaff(shop);
  const lineId = order.lines[0]?.id ?? "";
  for (const quantity of [1, 3, 2, 1]) {
    const { id } = await shop.client.order.requestReturn.mutate({
      ...mine,
      lines: [{ lineId, quantity }],
      reason: "No",
    });
    await staff.admin.orders.approveReturn.mutate({ id });
    await staff.admin.orders.receiveReturn.mutate({ id, lines: [{ lineId, damaged: quantity }] });
  }
  expect((await refunded(shop)).reduce((sum, amount) => sum + amount, 0)).toBe(7 * 333);
  const [[row], [payment]] = [await shop.db.select().from(orders), await shop.db.select().from(payments)];
  expect(row?.creditedAmount).toBe(7 * 333);
  expect(payment?.refundedAmount).toBe(7 * 333);
});

test("a return is among its customer's data, and loses their words with the account", async () => {
  const shop = await createTestShop();
  const { variantId } = await newProduct(shop.db);
  const { client } = await newCustomer(shop);
  const { order } = await newDeliveredOrder(shop, [{ variantId, quantity: 2 }], "test_card", client);
  const lineId = order.lines[0]?.id ?? "";
  expect(order.lines[0]?.returnableQuantity).toBe(0);
  const asked = await client.order.requestReturn.mutate({
    id: order.id,
    lines: [{ lineId, quantity: 1 }],
    reason: "I am expecting",
    photos: ["https://pictures.example/me.jpg"],
  });
  expect((await client.order.get.query({ id: order.id })).lines[0]?.returnableQuantity).toBe(1);
  expect((await client.order.returns.query({ id: order.id })).items).toEqual([asked]);
  expect((await client.account.exportData.query()).returns).toEqual([asked]);
  await client.account.deleteAccount.mutate({ password });
  expect(await shop.db.select().from(returns)).toMatchObject([{ reason: "", photos: [], answer: null }]);
});
