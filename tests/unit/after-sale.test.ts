import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { isRefusal } from "../../server/core/errors.ts";
import { creditOf } from "../../server/modules/order/credit-order.ts";
import { planEdit } from "../../server/modules/order/edit/plan-edit.ts";
import type { OrderLineRow } from "../../server/modules/order/present-order.ts";
import { receivedUnits } from "../../server/modules/order/returns/received-units.ts";
import { returnableUnits } from "../../server/modules/order/returns/returnable-units.ts";
import { shippingDue } from "../../server/modules/order/shipping-due.ts";
import { creditedUnits, unrefunded } from "../../server/modules/order/units.ts";
import { shareOf } from "../../server/modules/pricing/share-of.ts";
import { countUnits, orderLine, orderRow } from "../helpers/order-rows.ts";

const amounts = fc.integer({ min: 0, max: 10_000_000 });
const quantities = fc.integer({ min: 1, max: 40 });

type Became = Parameters<typeof countUnits>[2];

/** What happens to some of a line's units. */
const parts = fc.array(
  fc.record({
    line: fc.nat(4),
    count: fc.integer({ min: 1, max: 9 }),
    become: fc.constantFrom<Became>("canceled", "returned", "refunded"),
  }),
  { maxLength: 60 },
);

const sumOf = (all: readonly number[]) => all.reduce((sum, each) => sum + each, 0);

/** How many units of a line can become so. */
function left(line: OrderLineRow, become: Became): number {
  if (become !== "returned") return line.quantity - creditedUnits(line);
  return line.quantity - line.canceledQuantity - line.returnedQuantity;
}

/** What the refusal of it is, or "done". */
function outcomeOf(work: () => unknown): string {
  try {
    work();
    return "done";
  } catch (error) {
    if (error instanceof Error && "code" in error) return String(error.code);
    throw error;
  }
}

describe("what comes off an order for units that are canceled, come back or are refunded", () => {
  test("sums to each line's total, however they are parted and again, and never touches the shipping", () => {
    const lines = fc.array(fc.tuple(quantities, amounts), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(lines, amounts, parts, (totals, shipping, events) => {
        const stored = totals.map(([quantity, totalAmount]) => orderLine({ quantity, totalAmount }));
        const order = orderRow(stored, shipping);
        const credited = stored.map(() => 0);
        const take = (index: number, wanted: number, become: Became) => {
          const line = stored[index];
          if (!line) return;
          const units = { line, count: Math.min(wanted, left(line, become)) };
          const amount = creditOf([become === "returned" ? unrefunded(units) : units]);
          expect(amount).toBeGreaterThanOrEqual(0);
          credited[index] = (credited[index] ?? 0) + amount;
          order.creditedAmount += amount;
          countUnits(line, units.count, become);
          expect(credited[index]).toBe(
            shareOf(line.totalAmount, { quantity: line.quantity, first: 0, count: creditedUnits(line) }),
          );
          expect(shippingDue(order, stored)).toBe(shipping);
        };
        for (const { line, count, become } of events) take(line, count, become);
        for (const [index, line] of stored.entries()) take(index, left(line, "returned"), "returned");
        expect(credited).toEqual(stored.map(({ totalAmount }) => totalAmount));
        expect(order.creditedAmount).toBe(order.totalAmount - shipping);
      }),
      { numRuns: 2_000 },
    );
  });

  test("leaves no shipping due that was let off in other ways already", () => {
    const line = orderLine({ quantity: 2 });
    expect(shippingDue({ ...orderRow([line], 490), creditedAmount: 300 }, [line])).toBe(190);
    expect(shippingDue({ ...orderRow([line], 490), creditedAmount: 900 }, [line])).toBe(0);
  });
});

describe("the plan of an edit", () => {
  const stored = fc
    .record({ quantity: quantities, fulfilled: fc.nat(40), canceled: fc.nat(40), wanted: fc.nat(50) })
    .filter(({ quantity, fulfilled, canceled }) => fulfilled + canceled <= quantity);

  test("comes to as many units as are wanted, or refuses those that were sent", () => {
    fc.assert(
      fc.property(stored, ({ quantity, fulfilled, canceled, wanted }) => {
        const line = orderLine({ quantity, fulfilledQuantity: fulfilled, canceledQuantity: canceled });
        const order = orderRow([line]);
        const input = { id: order.id, version: 1, set: [{ lineId: line.id, quantity: wanted }], add: [] };
        try {
          const plan = planEdit({ order, lines: [line] }, input);
          const less = sumOf(plan.canceled.map(({ count }) => count));
          const more = sumOf(plan.added.map((addition) => addition.quantity));
          expect(quantity - canceled - less + more).toBe(wanted);
          expect(Math.min(less, more)).toBe(0);
          expect(plan.kept.get(line.variantId)).toBe(quantity - canceled - less);
          expect(fulfilled + canceled + less).toBeLessThanOrEqual(quantity);
        } catch (error) {
          if (isRefusal(error, "UNITS_UNAVAILABLE")) expect(wanted).toBeLessThan(fulfilled);
          else if (isRefusal(error, "BAD_REQUEST")) expect(wanted).toBe(0);
          else throw error;
        }
      }),
    );
  });

  test("keeps what the shopper wanted of a line of which there are to be more", () => {
    const line = orderLine({ attributes: { engraving: "Ada" } });
    const input = { id: "ord_1", version: 1, set: [{ lineId: line.id, quantity: 3 }], add: [] };
    expect(planEdit({ order: orderRow([line]), lines: [line] }, input).added).toEqual([
      { variantId: "var_1", quantity: 2, attributes: { engraving: "Ada" } },
    ]);
  });

  test.each(["completed", "canceled", "expired"] as const)("refuses an order that is %s", (status) => {
    const line = orderLine();
    const input = { id: "ord_1", version: 1, set: [{ lineId: line.id, quantity: 2 }], add: [] };
    expect(outcomeOf(() => planEdit({ order: { ...orderRow([line]), status }, lines: [line] }, input))).toBe(
      "INVALID_TRANSITION",
    );
  });
});

describe("counting what came back", () => {
  const returned = (quantity: number) => ({
    of: orderLine({ quantity }),
    line: {
      returnId: "ret_1",
      orderLineId: "oline_1",
      quantity,
      sellableQuantity: 0,
      damagedQuantity: 0,
      missingQuantity: 0,
    },
  });

  test("takes any conditions that come to all units, of which those that are missing did not come", () => {
    fc.assert(
      fc.property(fc.nat(5), fc.nat(5), fc.nat(5), quantities, (sellable, damaged, missing, quantity) => {
        const counted = { lineId: "oline_1", sellable, damaged, missing };
        const count = () => receivedUnits([returned(quantity)], [counted]);
        if (sellable + damaged + missing === quantity) expect(count()[0]?.count).toBe(sellable + damaged);
        else expect(outcomeOf(count)).toBe("BAD_REQUEST");
      }),
    );
  });
});

test("units can be taken back that are on their way or there, and are not coming back already", () => {
  const parcel = (status: "pending" | "shipped" | "delivered" | "canceled", quantity: number) => ({
    id: "ful_1",
    orderId: "ord_1",
    locationId: null,
    status,
    carrier: null,
    trackingNumber: null,
    trackingUrl: null,
    shippedAt: null,
    deliveredAt: null,
    createdAt: new Date(0),
    updatedAt: new Date(0),
    lines: [{ fulfillmentId: "ful_1", orderLineId: "oline_1", quantity }],
  });
  const line = orderLine({ quantity: 9, fulfilledQuantity: 8, returningQuantity: 1, returnedQuantity: 1 });
  const parcels = [parcel("pending", 1), parcel("canceled", 1), parcel("shipped", 3), parcel("delivered", 4)];
  expect(returnableUnits(line, parcels)).toBe(5);
});
