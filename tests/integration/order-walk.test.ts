import { expect, test } from "bun:test";
import fc from "fast-check";
import { isShopError } from "../../client-sdk/src/index.ts";
import { payments } from "../../db/schema/index.ts";
import { setStock } from "../helpers/factories.ts";
import { expectAllToHold } from "../helpers/invariants.ts";
import { type Command, OrderModel } from "../helpers/order-model.ts";
import { eur, newSale } from "../helpers/sale.ts";
import { runs } from "../helpers/shared-server.ts";

const week = 7 * 24 * 60 * 60 * 1000;

/** At most one of them needs no shipping, so that a parcel is of one line. */
const bought = [
  { price: 1000, quantity: 2, isShipped: true, onHand: 3 },
  { price: 333, quantity: 3, isShipped: true, onHand: 3 },
  { price: 250, quantity: 1, isShipped: false, onHand: 2 },
];

const line = fc.nat({ max: bought.length - 1 });
const count = fc.integer({ min: 1, max: 3 });
const parcel = fc.nat({ max: 4 });

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant("pay") }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom("expire", "rob", "cancelAll") }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant("fulfill"), line, count }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("cancel"), line, count }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constantFrom("ship", "deliver", "takeBack"), parcel }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant("refund"), amount: fc.integer({ min: 1, max: 2000 }) }),
  },
);

async function newWalk() {
  const lines = bought.map(({ price: amount, ...traits }) => ({ amount, ...traits }));
  const sale = await newSale(lines, "bank_transfer");
  const { staff, client, id, held, lineIds, variantIds, clock, expirer, db, stock } = sale;
  const parcelAt = async (place: number) => (await sale.get()).fulfillments[place]?.id ?? "ful_none";

  const run = async (command: Command): Promise<unknown> => {
    switch (command.type) {
      case "pay":
        return staff.markPaid.mutate({ id });
      case "expire":
        clock.advance(week);
        return expirer.runDue();
      case "rob":
        for (const variantId of variantIds) {
          await setStock(db, variantId, { onHand: (await stock(variantId)).reserved ?? 0 });
        }
        return;
      case "cancelAll":
        return client.order.cancel.mutate(held);
      case "cancel":
      case "fulfill": {
        const { type, line, count: quantity } = command;
        return staff[type].mutate({ id, lines: [{ lineId: lineIds[line] ?? "", quantity }] });
      }
      case "ship":
        return staff.markShipped.mutate({ id, fulfillmentId: await parcelAt(command.parcel) });
      case "deliver":
        return staff.markDelivered.mutate({ id, fulfillmentId: await parcelAt(command.parcel) });
      case "takeBack":
        return staff.cancelFulfillment.mutate({ id, fulfillmentId: await parcelAt(command.parcel) });
      case "refund":
        return staff.refund.mutate({ id, amount: eur(command.amount), reason: "Sorry" });
    }
  };

  /** Whether it was done; false where the shop refused it. */
  const attempt = async (command: Command): Promise<boolean> => {
    try {
      await run(command);
      return true;
    } catch (error) {
      if (isShopError(error) && error.code !== "INTERNAL") return false;
      throw error;
    }
  };

  const look = async () => {
    const order = await sale.get();
    const paid = await db.select().from(payments);
    const { items } = await staff.list.query();
    await expectAllToHold(db);
    const { status, paymentStatus, fulfillmentStatus } = order;
    expect(items).toMatchObject([{ status, paymentStatus, fulfillmentStatus }]);
    const stocks = await Promise.all(variantIds.map(stock));
    for (const { onHand, reserved, ledger } of stocks) expect<unknown>(ledger).toEqual([onHand, reserved]);
    return {
      status,
      owed: order.owed.amount,
      credited: order.credited.amount,
      captured: paid.reduce((sum, { capturedAmount }) => sum + capturedAmount, 0),
      refunded: order.refunds.reduce((sum, { amount }) => sum + amount.amount, 0),
      lines: order.lines.map(({ fulfilledQuantity: fulfilled, canceledQuantity: canceled }, place) => ({
        fulfilled,
        canceled,
        onHand: stocks[place]?.onHand,
        reserved: stocks[place]?.reserved,
      })),
    };
  };

  return { attempt, look };
}

test("whatever is done to an order, in whatever order, its states, its stock and its money are those of a model of it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 4, maxLength: 14 }), async (commands) => {
      const model = new OrderModel(bought);
      const { attempt, look } = await newWalk();
      for (const each of commands) {
        expect({ ...each, done: await attempt(each) }).toEqual({ ...each, done: model.run(each) });
        const { status, owed, credited, captured, refunded, lines } = model;
        expect<unknown>(await look()).toEqual({
          status,
          owed,
          credited,
          captured,
          refunded,
          lines: lines.map(({ fulfilled, canceled, onHand, reserved }) => ({
            fulfilled,
            canceled,
            onHand,
            reserved,
          })),
        });
      }
    }),
    { numRuns: runs(12) },
  );
}, 60_000);
