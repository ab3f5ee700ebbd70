import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { decideCapture } from "../../server/modules/order/payment/decide-capture.ts";
import type { OrderLineRow, OrderState } from "../../server/modules/order/present-order.ts";
import { blankPayment, type PaymentRow } from "../../server/modules/payment/payments.ts";
import { orderLine, orderRow } from "../helpers/order-rows.ts";

const now = new Date(0);

function authorized(amount: number, traits: Partial<PaymentRow> = {}): PaymentRow {
  const blank = blankPayment({ orderId: "ord_1", amount, currency: "EUR", now });
  return {
    ...blank,
    id: "pay_1",
    provider: "stripe",
    method: "embedded_form",
    status: "authorized",
    ...traits,
  };
}

/** A parcel of so many units of each line, on its way. */
function parcel(counts: Record<string, number>, status: "pending" | "shipped" = "shipped") {
  return {
    id: "ful_1",
    orderId: "ord_1",
    locationId: "loc_1",
    status,
    carrier: null,
    trackingNumber: null,
    trackingUrl: null,
    shippedAt: now,
    deliveredAt: null,
    createdAt: now,
    updatedAt: now,
    lines: Object.entries(counts).map(([orderLineId, quantity]) => ({
      fulfillmentId: "ful_1",
      orderLineId,
      quantity,
    })),
  };
}

function stateOf(
  lines: OrderLineRow[],
  payment: PaymentRow,
  fulfillments: OrderState["fulfillments"],
  order: Partial<OrderState["order"]> = {},
): OrderState {
  return {
    order: { ...orderRow(lines, 490), ...order },
    lines,
    payments: [payment],
    refunds: [],
    fulfillments,
  };
}

const lines = [orderLine({ id: "a", quantity: 2 }), orderLine({ id: "b", unitAmount: 500 })];
const inParts = (capturable: number, captured = 0) => ({ capturable, captured, capturesInParts: true });

describe("of money that was authorized is taken", () => {
  test("nothing before anything is on its way", () => {
    const payment = authorized(2990);
    const packed = stateOf(lines, payment, [parcel({ a: 2, b: 1 }, "pending")]);
    expect(decideCapture(packed, payment, inParts(2990))).toBeUndefined();
    expect(decideCapture(stateOf(lines, payment, []), payment, inParts(2990))).toBeUndefined();
  });

  test("the share of what was sent, with the shipping, and the rest with the last", () => {
    const payment = authorized(2990);
    const first = stateOf(lines, payment, [parcel({ a: 1 })]);
    expect(decideCapture(first, payment, inParts(2990))).toEqual({
      amount: 1490,
      currency: "EUR",
      final: false,
      key: "pay_1-1490",
    });
    const taken = authorized(2990, { capturedAmount: 1490 });
    const last = stateOf(lines, taken, [parcel({ a: 1 }), parcel({ a: 1, b: 1 })]);
    expect(decideCapture(last, taken, inParts(1500, 1490))).toEqual({
      amount: 1500,
      currency: "EUR",
      final: true,
      key: "pay_1-2990-final",
    });
  });

  test("all with the first parcel where the provider captures but once", () => {
    const payment = authorized(2990);
    const first = stateOf(lines, payment, [parcel({ b: 1 })]);
    const once = { capturable: 2990, captured: 0, capturesInParts: false };
    expect(decideCapture(first, payment, once)).toMatchObject({ amount: 2990, final: true });
  });

  test("no more than is owed by now, and the last of it once nothing else is to be sent", () => {
    const payment = authorized(2990);
    const canceled = [
      orderLine({ id: "a", quantity: 2, canceledQuantity: 1 }),
      orderLine({ id: "b", unitAmount: 500 }),
    ];
    const state = stateOf(canceled, payment, [parcel({ a: 1, b: 1 })], {
      totalAmount: 2990,
      creditedAmount: 1000,
    });
    expect(decideCapture(state, payment, inParts(2990))).toMatchObject({ amount: 1990, final: true });
  });

  test("nothing twice, nor while a person has to look at it, nor of what has ended", () => {
    const sent = [parcel({ a: 1 })];
    for (const traits of [
      { capturedAmount: 1490 },
      { holdReason: "amount_differs" },
      { status: "captured" },
      { status: "canceled" },
    ] as const) {
      const payment = authorized(2990, traits);
      expect(decideCapture(stateOf(lines, payment, sent), payment, inParts(1500, 1490))).toBeUndefined();
    }
  });

  test("all that is due and not a cent more, however it is sent", () => {
    const units = fc.array(fc.record({ price: fc.nat(99_999), quantity: fc.integer({ min: 1, max: 7 }) }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(units, fc.nat(999), fc.infiniteStream(fc.nat()), (bought, shippingAmount, choices) => {
        const lines = bought.map(({ price, quantity }, place) =>
          orderLine({
            id: `${place}`,
            quantity,
            unitAmount: price,
            totalAmount: Math.max(price * quantity - 1, 0),
          }),
        );
        const order = orderRow(lines, shippingAmount);
        const parcels: OrderState["fulfillments"] = [];
        let captured = 0;
        for (const line of lines.flatMap((line) => Array.from({ length: line.quantity }, () => line))) {
          parcels.push(parcel({ [line.id]: 1 }));
          if ((choices.next().value ?? 0) % 2 === 0 && parcels.length > 1) continue; // sent together with the next
          captured += take(captured);
        }
        captured += take(captured);
        expect(captured).toBe(order.totalAmount);

        function take(taken: number): number {
          const payment = authorized(order.totalAmount, { capturedAmount: taken });
          const state = {
            order,
            lines,
            payments: [payment],
            refunds: [],
            fulfillments: parcels,
          } satisfies OrderState;
          return decideCapture(state, payment, inParts(order.totalAmount - taken, taken))?.amount ?? 0;
        }
      }),
    );
  });
});
