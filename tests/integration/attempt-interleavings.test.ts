import { describe, expect, test } from "bun:test";
import type { Database } from "../../db/client.ts";
import { orders, payments } from "../../db/schema/index.ts";
import type { PaymentGateway } from "../../server/core/payment-port.ts";
import { endings } from "../helpers/endings.ts";
import { cancel, cancelUnits, sell } from "../helpers/order-actors.ts";
import {
  breakOff,
  captureBy,
  charge,
  checkOutBy,
  expireAt,
  hear,
  payCash,
  paying,
  retryBy,
  ship,
  withdraw,
} from "../helpers/payment-actors.ts";
import { told, toldGateway, toldIn } from "../helpers/told-gateway.ts";

const working = toldGateway();
/** Asked to end it, it says that it was paid a moment before. */
const paidBefore = toldGateway({ cancel: async ({ reference }) => toldIn("captured", reference) });

const paid = (reference: string) => toldIn("captured", reference);
const declined = (reference: string) => told(reference, { status: "failed", declineCode: "no_money" });

/** How many orders there are, how those stand that are not canceled, and how many of their payments were begun. */
async function standingOrders(db: Database): Promise<string> {
  const placed = await db.select().from(orders);
  const attempts = await db.select().from(payments);
  const standing = placed.filter(({ status }) => status !== "canceled");
  const begun = attempts.filter(({ status, reference }) => status === "pending" && reference !== null);
  return `${standing.map(({ status }) => status)} of ${placed.length}, ${begun.length} begun`;
}

describe("in whatever order the steps come,", () => {
  test("an order whose payment two devices begin has one payment", async () => {
    const ended = await endings(
      breakOff,
      (order) => [checkOutBy(working, order), hear(order, told)],
      standingOrders,
    );
    expect(ended).toEqual(["done | done: pending of 1, 1 begun"]);
  });

  test("an order that one device takes back for want of its provider is placed anew by the one that reached it", async () => {
    const ended = await endings(
      breakOff,
      (order) => [checkOutBy(working, order), withdraw(order)],
      standingOrders,
    );
    expect(ended).toEqual(["done | done: pending of 1, 1 begun", "done | done: pending of 2, 1 begun"]);
  });

  test("two who choose another way to pay open one attempt", async () => {
    const ended = await endings(
      (shop) => sell(shop, 1, "bank_transfer"),
      (order) => [payCash(order), payCash(order)],
      paying,
    );
    expect(ended).toEqual(["done | done: confirmed, pending, 1 of 2 live"]);
  });

  test("an order that is paid while it is tried again is paid once", async () => {
    const ended = await endings(
      (shop) => charge(shop, 1, declined),
      (order) => [retryBy(paidBefore, order), hear(order, paid)],
      paying,
    );
    expect(ended).toEqual([
      "INVALID_TRANSITION | done: confirmed, paid, 0 of 1 live",
      "done | done: confirmed, paid, 0 of 1 live",
    ]);
  });

  test("an order that is canceled while it is tried again is canceled, and cannot be paid", async () => {
    const ended = await endings(
      (shop) => charge(shop, 1, declined),
      (order) => [retryBy(working, order), cancel(order)],
      paying,
    );
    expect(ended).toEqual([
      "INVALID_TRANSITION | done: canceled, canceled, 0 of 1 live",
      "done | done: canceled, canceled, 0 of 1 live",
      "done | done: canceled, canceled, 0 of 2 live",
    ]);
  });

  test("an order that expires while it is tried again is over, and cannot be paid", async () => {
    const ended = await endings(
      (shop) => charge(shop, 1, declined),
      (order) => [retryBy(working, order), expireAt(order)],
      paying,
    );
    expect(ended).toEqual([
      "INVALID_TRANSITION | done: expired, canceled, 0 of 1 live",
      "done | done: expired, canceled, 0 of 1 live",
      "done | done: expired, canceled, 0 of 2 live",
    ]);
  });

  test("what is taken for what was sent is no more than what its order costs in the end", async () => {
    const authorized = (reference: string) =>
      toldIn("authorized", reference, { amount: 2490, currency: "EUR" });
    const capturing: PaymentGateway = toldGateway({
      read: async ({ reference }) => authorized(reference),
      capture: async ({ reference }, { amount, final }) => ({
        ...authorized(reference),
        status: final ? "captured" : "authorized",
        captured: amount,
        capturable: final ? 0 : 2490 - amount,
      }),
    });
    const ended = await endings(
      async (shop) => {
        const order = await charge(shop, 2, authorized);
        await ship(shop.db, order, 1);
        return order;
      },
      (order) => [captureBy(capturing, order), cancelUnits(order, 1)],
      async (db, order) =>
        `${await paying(db, order)}, ${(await db.select().from(payments))[0]?.capturedAmount}`,
    );
    expect(ended).toEqual(["done | done: confirmed, paid, 0 of 1 live, 1490"]);
  });
});
