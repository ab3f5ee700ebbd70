import { describe, expect, test } from "bun:test";
import { newProduct } from "../../testing/products.ts";
import { eur } from "../helpers/sale.ts";
import { newStripeShop } from "../helpers/stripe-shop.ts";

const minute = 60_000;

type StripeShop = Awaited<ReturnType<typeof newStripeShop>>;

/** Has a minute pass, and the shop hear how all payments stand. */
async function hear({ clock, checker, deliver }: StripeShop): Promise<void> {
  clock.advance(minute);
  await checker.runDue();
  await deliver();
}

async function expire({ clock, expirer }: StripeShop): Promise<void> {
  clock.advance(31 * minute);
  await expirer.runDue();
}

describe("an order that expires while a part of its money is there", () => {
  test("gives it back", async () => {
    await using shop = await newStripeShop();
    const order = await shop.placeOrder();
    await shop.stripe.pay(order.clientSecret, "pm_card_visa");
    const { reference } = await order.row();
    await shop.stripe.client().refunds.create({ payment_intent: reference ?? "", amount: 100 });
    await hear(shop);
    expect(await order.get()).toMatchObject({ status: "pending", owed: eur(100) });
    await expire(shop);
    await hear(shop);
    expect(await order.get()).toMatchObject({ status: "expired", paymentStatus: "refunded" });
    expect(shop.stripe.moneyOf("orderId").get(order.id)).toMatchObject({ refunded: order.total });
  });

  test("leaves it to staff where a bank has decided on the rest", async () => {
    await using shop = await newStripeShop();
    const order = await shop.placeOrder();
    await shop.stripe.pay(order.clientSecret, "pm_card_visa");
    const { reference } = await order.row();
    const { id } = shop.stripe.openDispute(reference ?? "", 100);
    shop.stripe.closeDispute(id, "lost");
    await hear(shop);
    await expire(shop);
    await hear(shop);
    expect(await order.get()).toMatchObject({
      status: "expired",
      refunds: [{ status: "failed", amount: eur(order.total - 100) }],
    });
  });
});

test("a refund that comes back pays what was added to the order meanwhile", async () => {
  await using shop = await newStripeShop();
  const order = await shop.placeOrder();
  await shop.staff.markPaid.mutate({ id: order.id });
  await shop.stripe.pay(order.clientSecret, "pm_card_visa"); // in the window that was open before
  await hear(shop);
  await shop.deliver();
  const { version, refunds } = await shop.staff.get.query({ id: order.id });
  expect(refunds).toMatchObject([{ status: "succeeded", amount: eur(order.total) }]);
  const { variantId } = await newProduct(shop.db, { publishedAt: new Date(0) });
  const add = [{ variantId, quantity: 1 }];
  const edited = await shop.staff.edit.mutate({ id: order.id, version, add });
  expect(edited.owed.amount).toBeGreaterThan(0);
  for (const { id } of shop.stripe.refunds()) shop.stripe.failRefund(id);
  shop.clock.advance(24 * 60 * minute);
  await hear(shop);
  const { payments, ...after } = await order.get();
  expect(after).toMatchObject({ owed: eur(0), refunds: [{ status: "failed" }] });
  expect(payments.map(({ status }) => status).toSorted()).toEqual(["canceled", "captured", "captured"]);
});
