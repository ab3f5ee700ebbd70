import { describe, expect, test } from "bun:test";
import { orderLines } from "../../db/schema/index.ts";
import { readTables } from "../helpers/dump.ts";
import { newLocation, setStock } from "../helpers/factories.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { newSale } from "../helpers/sale.ts";

const tracking = { carrier: "Post", number: "RR123", url: "https://post.example/RR123" };

describe("fulfilling", () => {
  test("takes all that is to be sent out of the stock, and waits for its way", async () => {
    const { staff, id, stock, variantIds, lineIds, events } = await newSale([
      { quantity: 2 },
      { quantity: 1 },
    ]);
    const order = await staff.fulfill.mutate({ id, tracking });
    expect(order).toMatchObject({ status: "confirmed", fulfillmentStatus: "fulfilled" });
    expect(order.fulfillments).toMatchObject([
      {
        status: "pending",
        tracking,
        lines: [
          { lineId: lineIds[0], quantity: 2 },
          { lineId: lineIds[1], quantity: 1 },
        ],
      },
    ]);
    expect(await stock(variantIds[0] ?? "")).toEqual({ onHand: 98, reserved: 0, ledger: [98, 0] });
    expect(await stock(variantIds[1] ?? "")).toEqual({ onHand: 99, reserved: 0, ledger: [99, 0] });
    expect((await events()).at(-1)).toBe("fulfillment-created");
  });

  test("a part leaves the rest held", async () => {
    const { staff, id, stock, variantIds, lineIds, get } = await newSale([{ quantity: 3 }]);
    const lines = [{ lineId: lineIds[0] ?? "", quantity: 1 }];
    await staff.fulfill.mutate({ id, lines });
    expect(await get()).toMatchObject({
      fulfillmentStatus: "partially_fulfilled",
      lines: [{ fulfilledQuantity: 1 }],
    });
    expect(await stock(variantIds[0] ?? "")).toEqual({ onHand: 99, reserved: 2, ledger: [99, 2] });
  });

  test("sends from each location what is held there, or from one alone", async () => {
    const sale = await newSale([{ quantity: 1, onHand: 1 }]);
    const { db, staff, client } = sale;
    const [variantId = ""] = sale.variantIds;
    const store = await newLocation(db, { priority: 1 });
    await setStock(db, variantId, { onHand: 3, locationId: "loc_default" });
    await setStock(db, variantId, { onHand: 2, locationId: store });
    const { id: cartId } = await client.cart.create.mutate({});
    await client.cart.addLine.mutate({ cartId, variantId, quantity: 4 });
    const held = await client.order.get.query(sale.held);
    await client.cart.setEmail.mutate({ cartId, email: held.email });
    const shipping = held.shippingAddress;
    if (shipping) await client.cart.setAddresses.mutate({ cartId, shipping });
    await client.cart.setShippingOption.mutate({ cartId, shippingOptionId: "ship_standard" });
    const { order } = await client.order.place.mutate({ cartId, provider: "manual" });
    const [line] = order.lines;
    const lines = [{ lineId: line?.id ?? "", quantity: 3 }];
    expect(await refusalOf(staff.fulfill.mutate({ id: order.id, lines, locationId: store }))).toEqual({
      code: "UNITS_UNAVAILABLE",
      data: { lineId: line?.id ?? "", available: 2 },
    });
    const { fulfillments } = await staff.fulfill.mutate({ id: order.id });
    expect(fulfillments.map(({ lines }) => lines[0]?.quantity).toSorted()).toEqual([2, 2]);
  });

  test("two at once of the last unit: one wins, and it is sent once", async () => {
    const { staff, id, db, stock, variantIds, lineIds } = await newSale([{ quantity: 1, onHand: 1 }]);
    const lines = [{ lineId: lineIds[0] ?? "", quantity: 1 }];
    const send = () => staff.fulfill.mutate({ id, lines });
    const outcomes = await Promise.allSettled([send(), send()]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const [lost] = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    expect(await refusalOf(Promise.reject(lost))).toEqual({
      code: "UNITS_UNAVAILABLE",
      data: { lineId: lineIds[0] ?? "", available: 0 },
    });
    expect(await db.select().from(orderLines)).toMatchObject([{ fulfilledQuantity: 1 }]);
    expect(await stock(variantIds[0] ?? "")).toEqual({ onHand: 0, reserved: 0, ledger: [0, 0] });
  });

  test("taken back before it is on its way, its units are held again, and can be sent again", async () => {
    const { staff, id, stock, variantIds } = await newSale([{ quantity: 2 }]);
    const sent = await staff.fulfill.mutate({ id });
    const fulfillmentId = sent.fulfillments[0]?.id ?? "";
    const back = await staff.cancelFulfillment.mutate({ id, fulfillmentId });
    expect(back).toMatchObject({ fulfillmentStatus: "unfulfilled", fulfillments: [{ status: "canceled" }] });
    expect(await stock(variantIds[0] ?? "")).toEqual({ onHand: 100, reserved: 2, ledger: [100, 2] });
    await staff.fulfill.mutate({ id });
    expect(await stock(variantIds[0] ?? "")).toEqual({ onHand: 98, reserved: 0, ledger: [98, 0] });
  });
});

describe("units that are owed and have not come,", () => {
  /** Sells what there is none of. */
  async function newBackorder(isShipped: boolean, method?: "bank_transfer") {
    const sale = await newSale([{ quantity: 2, policy: "backorder", onHand: 1, isShipped }], method);
    const [variantId = "", lineId = ""] = [...sale.variantIds, ...sale.lineIds];
    return { ...sale, variantId, lineId };
  }

  test("are not sent before they are there: OUT_OF_STOCK, and nothing changes", async () => {
    const sale = await newBackorder(true);
    const { staff, id, variantId, stock } = sale;
    const before = await readTables(sale);
    expect(await refusalOf(staff.fulfill.mutate({ id }))).toEqual({
      code: "OUT_OF_STOCK",
      data: { variantId, available: 1 },
    });
    expect(await readTables(sale)).toEqual(before);
    await setStock(sale.db, variantId, { onHand: 2 });
    expect(await staff.fulfill.mutate({ id })).toMatchObject({ fulfillmentStatus: "fulfilled" });
    expect(await stock(variantId)).toEqual({ onHand: 0, reserved: 0, ledger: [0, 0] });
  });

  test("refuse no money: what needs no shipping is paid for, and sent by its lines later", async () => {
    const { staff, id, db, variantId, lineId, stock } = await newBackorder(false, "bank_transfer");
    expect(await staff.markPaid.mutate({ id })).toMatchObject({
      status: "confirmed",
      paymentStatus: "paid",
      fulfillmentStatus: "unfulfilled",
      fulfillments: [],
    });
    expect(await stock(variantId)).toEqual({ onHand: 1, reserved: 2, ledger: [1, 2] });
    await setStock(db, variantId, { onHand: 2 });
    const lines = [{ lineId, quantity: 2 }];
    expect(await staff.fulfill.mutate({ id, lines })).toMatchObject({ fulfillmentStatus: "fulfilled" });
  });
});

describe("what is sent", () => {
  test("is followed by its buyer, and completes a paid order once it is there", async () => {
    const { staff, id, deliver, mails, events, get } = await newSale([{ quantity: 1 }], "test_card");
    const { fulfillments } = await staff.fulfill.mutate({ id });
    const fulfillmentId = fulfillments[0]?.id ?? "";
    expect(await staff.markShipped.mutate({ id, fulfillmentId, tracking })).toMatchObject({
      fulfillmentStatus: "shipped",
    });
    await deliver();
    expect(mails.at(-1)).toMatchObject({ subject: expect.stringMatching(/^On its way/) });
    expect(mails.at(-1)?.text).toContain(tracking.url);
    await staff.markDelivered.mutate({ id, fulfillmentId });
    expect(await get()).toMatchObject({
      status: "completed",
      fulfillmentStatus: "delivered",
      fulfillments: [
        { status: "delivered", tracking, shippedAt: expect.any(Date), deliveredAt: expect.any(Date) },
      ],
    });
    expect((await events()).slice(3)).toEqual([
      "fulfillment-created",
      "fulfillment-shipped",
      "fulfillment-delivered",
      "completed",
    ]);
  });

  test("and paid on delivery completes with the money", async () => {
    const { staff, id } = await newSale([{ quantity: 1 }], "cash_on_delivery");
    const { fulfillments } = await staff.fulfill.mutate({ id });
    const delivered = await staff.markDelivered.mutate({ id, fulfillmentId: fulfillments[0]?.id ?? "" });
    expect(delivered.status).toBe("confirmed");
    expect(await staff.markPaid.mutate({ id })).toMatchObject({ status: "completed", paymentStatus: "paid" });
  });

  test("does not go back", async () => {
    const sale = await newSale([{ quantity: 1 }]);
    const { staff, id } = sale;
    const { fulfillments } = await staff.fulfill.mutate({ id });
    const fulfillmentId = fulfillments[0]?.id ?? "";
    await staff.markShipped.mutate({ id, fulfillmentId });
    const before = await readTables(sale);
    const refused = { code: "INVALID_TRANSITION", data: { from: "shipped", to: "canceled" } } as const;
    expect(await refusalOf(staff.cancelFulfillment.mutate({ id, fulfillmentId }))).toEqual(refused);
    expect(await refusalOf(staff.markShipped.mutate({ id, fulfillmentId }))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
    expect(await refusalOf(staff.fulfill.mutate({ id }))).toMatchObject({ code: "INVALID_TRANSITION" });
    expect(await readTables(sale)).toEqual(before);
  });
});

describe("what needs no shipping", () => {
  test("is delivered once it is paid at placing, and completes its order", async () => {
    const { deliver, get, stock, variantIds } = await newSale(
      [{ quantity: 2, isShipped: false }],
      "test_card",
    );
    await deliver();
    expect(await get()).toMatchObject({ status: "completed", fulfillmentStatus: "delivered" });
    expect(await stock(variantIds[0] ?? "")).toEqual({ onHand: 98, reserved: 0, ledger: [98, 0] });
  });

  test("waits for its money, and for none of what is sent", async () => {
    const { staff, id, get } = await newSale(
      [{ quantity: 1 }, { quantity: 1, isShipped: false }],
      "bank_transfer",
    );
    expect((await get()).fulfillmentStatus).toBe("unfulfilled");
    const paid = await staff.markPaid.mutate({ id });
    expect(paid).toMatchObject({ status: "confirmed", fulfillmentStatus: "partially_fulfilled" });
    expect(paid.lines.map(({ fulfilledQuantity }) => fulfilledQuantity)).toEqual([0, 1]);
  });

  test("is not sent with the rest before it is paid", async () => {
    const { staff, id } = await newSale(
      [{ quantity: 1 }, { quantity: 1, isShipped: false }],
      "cash_on_delivery",
    );
    const { lines } = await staff.fulfill.mutate({ id });
    expect(lines.map(({ fulfilledQuantity }) => fulfilledQuantity)).toEqual([1, 0]);
  });
});

describe("fulfilling is refused, and nothing changes,", () => {
  test("for what is not paid, not there, too much or seen too long ago", async () => {
    const pending = await newSale([{ quantity: 1 }], "bank_transfer");
    const before = await readTables(pending);
    expect(await refusalOf(pending.staff.fulfill.mutate({ id: pending.id }))).toEqual({
      code: "INVALID_TRANSITION",
      data: { from: "pending", to: "fulfilled" },
    });
    expect(await readTables(pending)).toEqual(before);

    const sale = await newSale([{ quantity: 2 }]);
    const { staff, id, lineIds } = sale;
    const unchanged = await readTables(sale);
    const [lineId = ""] = lineIds;
    const refusals = [
      [{ lines: [{ lineId, quantity: 3 }] }, { code: "UNITS_UNAVAILABLE", data: { lineId, available: 2 } }],
      [
        {
          lines: [
            { lineId, quantity: 1 },
            { lineId, quantity: 2 },
          ],
        },
        { code: "UNITS_UNAVAILABLE", data: { lineId, available: 2 } },
      ],
      [{ lines: [{ lineId: "oline_none", quantity: 1 }] }, { code: "NOT_FOUND", data: {} }],
      [{ locationId: "loc_none" }, { code: "NOT_FOUND", data: {} }],
      [{ version: 7 }, { code: "VERSION_CONFLICT", data: { current: 1 } }],
    ] as const;
    for (const [input, refusal] of refusals) {
      // Sound: read only.
      expect(await refusalOf(staff.fulfill.mutate({ id, ...(input as object) }))).toEqual(refusal);
    }
    expect(await readTables(sale)).toEqual(unchanged);
  });
});
