import { describe, expect, test } from "bun:test";
import { promotionUses } from "../../db/schema/index.ts";
import { newPromotion } from "../../testing/promotions.ts";
import { readTables } from "../helpers/dump.ts";
import { expectAllToHold } from "../helpers/invariants.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { eur, newSale } from "../helpers/sale.ts";

describe("a buyer who cancels", () => {
  test("gets all back, shipping too; the units are others' again", async () => {
    const { client, held, stock, variantIds, deliver, mails, events } = await newSale(
      [{ quantity: 3 }],
      "test_card",
    );
    const order = await client.order.cancel.mutate({ ...held, reason: "Changed my mind" });
    expect(order).toMatchObject({
      status: "canceled",
      paymentStatus: "refunded",
      fulfillmentStatus: "canceled",
      credited: eur(3490),
      owed: eur(0),
      lines: [{ canceledQuantity: 3 }],
      refunds: [{ amount: eur(3490), reason: "Changed my mind" }],
    });
    expect(await stock(variantIds[0] ?? "")).toEqual({ onHand: 100, reserved: 0, ledger: [100, 0] });
    await deliver();
    expect(mails.slice(1).map(({ subject }) => subject.split(":")[0])).toEqual(["Canceled", "Refunded"]);
    expect(await events()).toEqual(["placed", "payment-received", "confirmed", "canceled", "refunded"]);
  });

  test("before paying owes nothing, and the code is good again", async () => {
    const sale = await newSale([{ quantity: 1 }], "bank_transfer");
    await newPromotion(sale.db, { codes: ["ONCE"] });
    const order = await sale.client.order.cancel.mutate(sale.held);
    expect(order).toMatchObject({ status: "canceled", paymentStatus: "canceled", owed: eur(0) });
    expect(order.payments).toMatchObject([{ status: "canceled" }]);
    expect(await sale.db.select().from(promotionUses)).toEqual([]);
  });

  test("is refused once something is sent, canceled or not theirs, and nothing changes", async () => {
    const sale = await newSale([{ quantity: 2 }]);
    const { staff, client, id, held, lineIds } = sale;
    await staff.fulfill.mutate({ id, lines: [{ lineId: lineIds[0] ?? "", quantity: 1 }] });
    const before = await readTables(sale);
    expect(await refusalOf(client.order.cancel.mutate(held))).toEqual({
      code: "INVALID_TRANSITION",
      data: { from: "partially_fulfilled", to: "canceled" },
    });
    for (const input of [{ id }, { id, accessToken: "x".repeat(32) }]) {
      expect(await refusalOf(client.order.cancel.mutate(input))).toEqual({ code: "NOT_FOUND", data: {} });
    }
    expect(await readTables(sale)).toEqual(before);
  });

  test("twice at once cancels once, and gets the money once", async () => {
    const { client, held, get } = await newSale([{ quantity: 1 }], "test_card");
    const cancel = () => client.order.cancel.mutate(held);
    const outcomes = await Promise.allSettled([cancel(), cancel()]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await get()).refunds).toMatchObject([{ amount: eur(1490) }]);
  });

  test.each([true, false])("while the money comes loses none of it (pay first: %p)", async (payFirst) => {
    const { client, held, staff, id, get } = await newSale([{ quantity: 1 }], "bank_transfer");
    const pay = () => staff.markPaid.mutate({ id });
    const cancel = () => client.order.cancel.mutate(held);
    await Promise.all(payFirst ? [pay(), cancel()] : [cancel(), pay()]);
    expect(await get()).toMatchObject({
      status: "canceled",
      paymentStatus: "refunded",
      refunds: [{ amount: eur(1490) }],
    });
  });
});

describe("staff who cancel", () => {
  test("a part ask for less, or give that part back, to the last cent", async () => {
    const cash = await newSale([{ quantity: 3, amount: 333 }], "cash_on_delivery");
    const lines = [{ lineId: cash.lineIds[0] ?? "", quantity: 1 }];
    expect(await cash.staff.cancel.mutate({ id: cash.id, lines })).toMatchObject({
      status: "confirmed",
      credited: eur(333),
      owed: eur(1156),
      payments: [{ status: "pending", amount: eur(1156) }],
      refunds: [],
    });
    expect(await cash.stock(cash.variantIds[0] ?? "")).toEqual({
      onHand: 100,
      reserved: 2,
      ledger: [100, 2],
    });

    const paid = await newSale([{ quantity: 3, amount: 333 }], "test_card");
    const part = [{ lineId: paid.lineIds[0] ?? "", quantity: 2 }];
    await paid.staff.cancel.mutate({ id: paid.id, lines: part });
    const all = await paid.staff.cancel.mutate({ id: paid.id });
    expect(all).toMatchObject({ status: "canceled", paymentStatus: "refunded", credited: eur(1489) });
    expect(all.refunds.map(({ amount }) => amount.amount)).toEqual([666, 823]);
  });

  test("what is left of a delivered order complete it", async () => {
    const { staff, id, lineIds } = await newSale([{ quantity: 2 }], "test_card");
    const { fulfillments } = await staff.fulfill.mutate({
      id,
      lines: [{ lineId: lineIds[0] ?? "", quantity: 1 }],
    });
    await staff.markDelivered.mutate({ id, fulfillmentId: fulfillments[0]?.id ?? "" });
    expect(await staff.cancel.mutate({ id })).toMatchObject({
      status: "completed",
      paymentStatus: "partially_refunded",
      fulfillmentStatus: "delivered",
      credited: eur(1000), // not the shipping
    });
  });

  test("all that is to be paid of a pending order confirm it", async () => {
    const { staff, id, lineIds } = await newSale(
      [
        { quantity: 1, isShipped: false },
        { quantity: 1, amount: 0, isShipped: false },
      ],
      "bank_transfer",
    );
    const left = await staff.cancel.mutate({ id, lines: [{ lineId: lineIds[0] ?? "", quantity: 1 }] });
    expect(left).toMatchObject({ status: "completed", paymentStatus: "paid", owed: eur(0) });
  });

  test("are refused what is sent, ended, too much or seen too long ago, and nothing changes", async () => {
    const sale = await newSale([{ quantity: 2 }]);
    const { staff, id, lineIds } = sale;
    const [lineId = ""] = lineIds;
    await staff.fulfill.mutate({ id });
    const before = await readTables(sale);
    expect(await refusalOf(staff.cancel.mutate({ id }))).toEqual({
      code: "INVALID_TRANSITION",
      data: { from: "fulfilled", to: "canceled" },
    });
    expect(await refusalOf(staff.cancel.mutate({ id, lines: [{ lineId, quantity: 1 }] }))).toEqual({
      code: "UNITS_UNAVAILABLE",
      data: { lineId, available: 0 },
    });
    expect(await refusalOf(staff.cancel.mutate({ id, version: 1 }))).toEqual({
      code: "VERSION_CONFLICT",
      data: { current: 2 },
    });
    expect(await readTables(sale)).toEqual(before);
  });

  test("race with a fulfillment for the last unit: one wins", async () => {
    const { staff, id, get, stock, variantIds } = await newSale([{ quantity: 1, onHand: 1 }], "test_card");
    const outcomes = await Promise.allSettled([staff.fulfill.mutate({ id }), staff.cancel.mutate({ id })]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const isSent = outcomes[0]?.status === "fulfilled";
    expect((await get()).lines).toMatchObject([isSent ? { fulfilledQuantity: 1 } : { canceledQuantity: 1 }]);
    const left = isSent ? 0 : 1;
    expect(await stock(variantIds[0] ?? "")).toEqual({ onHand: left, reserved: 0, ledger: [left, 0] });
  });
});

describe("a refund", () => {
  test("of an amount goes back at once, and is asked for no more", async () => {
    const { staff, id, deliver, mails } = await newSale([{ quantity: 1 }], "test_card");
    const order = await staff.refund.mutate({ id, amount: eur(200), reason: "A scratch" });
    expect(order).toMatchObject({
      paymentStatus: "partially_refunded",
      credited: eur(200),
      owed: eur(0),
      refunds: [{ status: "succeeded", amount: eur(200), reason: "A scratch" }],
    });
    await deliver();
    expect(mails.at(-1)?.text).toContain(
      "We give you 2.00 EUR back, the way you paid. The reason: A scratch",
    );
  });

  test("of units is their exact share", async () => {
    const { staff, id, lineIds, db } = await newSale([{ quantity: 2, amount: 1001 }], "test_card");
    const { fulfillments } = await staff.fulfill.mutate({ id });
    await staff.markShipped.mutate({ id, fulfillmentId: fulfillments[0]?.id ?? "" });
    const lines = [{ lineId: lineIds[0] ?? "", quantity: 1 }];
    const order = await staff.refund.mutate({ id, lines, reason: "Broken, keep it" });
    expect(order).toMatchObject({
      refunds: [{ amount: eur(1001) }],
      lines: [{ refundedQuantity: 1, returnableQuantity: 2 }],
    });
    await expectAllToHold(db);
  });

  test("of units is given once: those that come back after it bring what the others cost alone", async () => {
    const { staff, client, held, id, lineIds, db } = await newSale(
      [{ quantity: 3, amount: 333 }],
      "test_card",
    );
    const { fulfillments } = await staff.fulfill.mutate({ id });
    await staff.markDelivered.mutate({ id, fulfillmentId: fulfillments[0]?.id ?? "" });
    const [lineId = ""] = lineIds;
    const give = (quantity: number) =>
      staff.refund.mutate({ id, lines: [{ lineId, quantity }], reason: "Broken, keep it" });
    const takeBack = async (quantity: number) => {
      const lines = [{ lineId, quantity }];
      const { id } = await client.order.requestReturn.mutate({ ...held, lines, reason: "Broken" });
      await staff.approveReturn.mutate({ id });
      return staff.receiveReturn.mutate({ id, lines: [{ lineId, damaged: quantity }] });
    };
    await give(1);
    expect(await takeBack(1)).toMatchObject({ status: "closed", credited: eur(0), refunded: eur(0) });
    await give(1);
    expect(await refusalOf(give(2))).toEqual({
      code: "UNITS_UNAVAILABLE",
      data: { lineId, available: 1 },
    });
    expect(await takeBack(2)).toMatchObject({ credited: eur(333), refunded: eur(333) });
    expect(await staff.get.query({ id })).toMatchObject({
      credited: eur(999),
      lines: [{ returnedQuantity: 3, refundedQuantity: 0 }],
      refunds: [{ amount: eur(333) }, { amount: eur(333) }, { amount: eur(333) }],
    });
    await expectAllToHold(db);
  });

  test("of shipping is given once, alone or with units", async () => {
    const { staff, client, held, id, lineIds, db } = await newSale([{ quantity: 2 }], "test_card");
    const { fulfillments } = await staff.fulfill.mutate({ id });
    await staff.markDelivered.mutate({ id, fulfillmentId: fulfillments[0]?.id ?? "" });
    const [lineId = ""] = lineIds;
    const lines = [{ lineId, quantity: 1 }];
    const reason = "Late";
    await staff.refund.mutate({ id, shippingAmount: 200, reason });
    const { refunds } = await staff.refund.mutate({ id, lines, shippingAmount: 290, reason });
    expect(refunds.map(({ amount }) => amount)).toEqual([eur(200), eur(1290)]);

    const more = { code: "BAD_REQUEST", data: { issues: [{ path: "shippingAmount" }] } };
    expect(await refusalOf(staff.refund.mutate({ id, shippingAmount: 1, reason }))).toMatchObject(more);
    const { id: returnId } = await client.order.requestReturn.mutate({ ...held, lines, reason });
    await staff.approveReturn.mutate({ id: returnId });
    const counted = { id: returnId, lines: [{ lineId, damaged: 1 }] };
    const withShipping = staff.receiveReturn.mutate({ ...counted, shippingAmount: 1 });
    expect(await refusalOf(withShipping)).toMatchObject(more);
    expect(await staff.receiveReturn.mutate(counted)).toMatchObject({ credited: eur(0) });
    await expectAllToHold(db);
  });

  test("of units that are not on their way waits until they are: they may still be canceled", async () => {
    const { staff, id, lineIds } = await newSale([{ quantity: 1 }], "test_card");
    const [lineId = ""] = lineIds;
    await staff.fulfill.mutate({ id });
    const give = staff.refund.mutate({ id, lines: [{ lineId, quantity: 1 }], reason: "Sorry" });
    expect(await refusalOf(give)).toEqual({ code: "UNITS_UNAVAILABLE", data: { lineId, available: 0 } });
  });

  test("never goes beyond what was paid, also of two at once", async () => {
    const { staff, id, get } = await newSale([{ quantity: 1 }], "test_card");
    const give = () => staff.refund.mutate({ id, amount: eur(1000), reason: "Sorry" });
    const outcomes = await Promise.allSettled([give(), give()]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await refusalOf(give())).toEqual({
      code: "REFUND_EXCEEDS_CAPTURED",
      data: { refundable: eur(490) },
    });
    expect((await get()).refunds.length).toBe(1);
  });

  test("is refused for nothing, in another currency, of what is not sent, and nothing changes", async () => {
    const sale = await newSale([{ quantity: 1 }], "test_card");
    const { staff, id, lineIds } = sale;
    const before = await readTables(sale);
    const reason = "Sorry";
    const [lineId = ""] = lineIds;
    for (const input of [
      { id, reason },
      { id, reason, amount: eur(0) },
      { id, reason, amount: { amount: 100, currency: "USD" } },
      { id, reason, amount: eur(100), lines: [{ lineId, quantity: 1 }] },
      { id, reason, amount: eur(100), shippingAmount: 100 },
      { id, reason, shippingAmount: 0 },
    ]) {
      expect(await refusalOf(staff.refund.mutate(input))).toMatchObject({ code: "BAD_REQUEST" });
    }
    expect(await refusalOf(staff.refund.mutate({ id, reason, lines: [{ lineId, quantity: 1 }] }))).toEqual({
      code: "UNITS_UNAVAILABLE",
      data: { lineId, available: 0 },
    });
    expect(await readTables(sale)).toEqual(before);
  });
});
