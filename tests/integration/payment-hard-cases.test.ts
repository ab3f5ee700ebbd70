import { describe, expect, test } from "bun:test";
import { newProduct, setStock } from "../helpers/factories.ts";
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

describe("money that comes after its order expired", () => {
  /** An order whose payment succeeds in the moment before the shop ends it. */
  async function paidTooLate() {
    const shop = await newStripeShop();
    const { variantId } = await newProduct(shop.db, { onHand: 1, publishedAt: new Date(0) });
    const order = await shop.placeOrder({ variantId });
    shop.clock.advance(31 * minute);
    await shop.stripe.pay(order.clientSecret, "pm_card_visa");
    await shop.expirer.runDue();
    expect(await order.get()).toMatchObject({ status: "expired" });
    return { shop, order };
  }

  test("brings it back to life where its units are still there", async () => {
    const { shop, order } = await paidTooLate();
    await using _ = shop;
    await hear(shop);
    expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid", refunds: [] });
    expect(shop.mails.at(-1)?.id).toBe(`order.confirmed.${order.id}`);
  });

  test("goes back by itself where they are gone, and its buyer is told", async () => {
    const { shop, order } = await paidTooLate();
    await using _ = shop;
    await setStock(shop.db, order.variantId, { onHand: 0 });
    await hear(shop);
    await hear(shop);
    expect(await order.get()).toMatchObject({ status: "expired", paymentStatus: "refunded" });
    expect(shop.stripe.moneyOf("orderId").get(order.id)).toMatchObject({
      captured: order.total,
      refunded: order.total,
    });
    expect(shop.mails.filter(({ id }) => id.startsWith("order.refunded."))).toHaveLength(1);
  });
});

test("an order that was canceled while its money came gives it back", async () => {
  await using shop = await newStripeShop();
  const order = await shop.placeOrder();
  await shop.stripe.pay(order.clientSecret, "pm_card_visa");
  await shop.client.order.cancel.mutate(order.held);
  await hear(shop);
  await hear(shop);
  expect(await order.get()).toMatchObject({ status: "canceled", paymentStatus: "refunded" });
  expect(shop.stripe.moneyOf("orderId").get(order.id)).toMatchObject({ refunded: order.total });
});

test("an order that is paid twice keeps the first money, and gives the second back", async () => {
  await using shop = await newStripeShop();
  const order = await shop.placeOrder();
  await shop.stripe.pay(order.clientSecret, "pm_card_visa_chargeDeclined");
  await hear(shop);
  const held = shop.stripe.faults.hold(/cancel$/); // of the first attempt: it is paid in that moment
  const retried = shop.client.payment.retry.mutate({ ...order.held, provider: "stripe" });
  await held.reached;
  await shop.stripe.pay(order.clientSecret, "pm_card_visa");
  held.release();
  const again = await retried;
  expect(again).toMatchObject({ id: order.paymentId, status: "captured" });
  await hear(shop);
  expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid", refunds: [] });
});

test("of two attempts that are both paid the second goes back", async () => {
  await using shop = await newStripeShop();
  const order = await shop.placeOrder();
  await shop.stripe.pay(order.clientSecret, "pm_card_visa_chargeDeclined");
  await hear(shop);
  // The first is still open in another window when the order is paid by hand.
  await shop.staff.markPaid.mutate({ id: order.id });
  expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid" });
  await shop.stripe.pay(order.clientSecret, "pm_card_visa");
  await hear(shop);
  await hear(shop);
  expect(shop.stripe.moneyOf("orderId").get(order.id)).toMatchObject({
    captured: order.total,
    refunded: order.total,
  });
  expect(await order.get()).toMatchObject({ status: "confirmed", owed: eur(0) });
});
