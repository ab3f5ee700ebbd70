import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { moneyMovements, payments } from "../../db/schema/index.ts";
import type { ProviderPayment } from "../../server/core/payment-port.ts";
import { syncPayment } from "../../server/modules/order/payment/sync-payment.ts";
import type { TestShop } from "../../testing/shop.ts";
import { endings, type Work } from "../helpers/endings.ts";
import { cancel, contextOf, expire, pay, type Sold, sell, standing } from "../helpers/order-actors.ts";

/** An order, and its attempt. */
async function sellOne(shop: TestShop): Promise<Sold & { paymentId: string; amount: number }> {
  const order = await sell(shop, 1, "bank_transfer");
  const [payment] = await shop.db.select().from(payments).where(eq(payments.orderId, order.id));
  return { ...order, paymentId: payment?.id ?? "", amount: payment?.amount ?? 0 };
}

type Attempted = Awaited<ReturnType<typeof sellOne>>;

/** Takes in that a provider has all of its money, or none of it. */
const hear =
  ({ paymentId, amount }: Attempted, status: ProviderPayment["status"]): Work =>
  (db) =>
    syncPayment(contextOf(db), paymentId, {
      reference: "pi_1",
      status,
      asked: { amount, currency: "EUR" },
      capturable: 0,
      captured: status === "captured" ? amount : 0,
      declineCode: null,
      refunds: [],
      disputes: [],
      fees: [],
      capturesInParts: false,
      action: {},
    });

describe("in whatever order the steps come,", () => {
  test("money that is heard of by two at once is counted once", async () => {
    const ended = await endings(
      sellOne,
      (order) => [hear(order, "captured"), hear(order, "captured"), hear(order, "processing")],
      async (db, order) => `${await standing(db, order)}, ${(await db.select().from(moneyMovements)).length}`,
    );
    expect(ended).toEqual(["done | done | done: confirmed, paid, 1"]);
  });

  test("money that is heard of while its order expires brings it to life", async () => {
    const ended = await endings(sellOne, (order) => [expire, hear(order, "captured")], standing);
    expect(ended).toEqual(["done | done: confirmed, paid"]);
  });

  test("money that is heard of while its order is canceled goes back", async () => {
    const ended = await endings(sellOne, (order) => [hear(order, "captured"), cancel(order)], standing);
    expect(ended).toEqual(["done | done: canceled, refunded"]);
  });

  test("money that a provider and staff tell of is counted once", async () => {
    const ended = await endings(sellOne, (order) => [hear(order, "captured"), pay(order)], standing);
    expect(ended).toEqual(["done | INVALID_TRANSITION: confirmed, paid", "done | done: confirmed, paid"]);
  });
});
