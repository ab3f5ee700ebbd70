import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { orders, payments } from "../../db/schema/index.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { PaymentChecker } from "../../server/jobs/check-payments.ts";
import { placeOrder } from "../../server/modules/order/place-order.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { newStripeShop } from "../helpers/stripe-shop.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

describe("with no webhooks at all", () => {
  test("what was paid is known a minute later", async () => {
    await using shop = await newStripeShop();
    const order = await shop.placeOrder();
    await shop.stripe.pay(order.clientSecret, "pm_card_visa");
    await shop.checker.runDue();
    expect(await order.get()).toMatchObject({ status: "pending" });
    shop.clock.advance(minute);
    await shop.checker.runDue();
    expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid" });
  });

  test("so is it however late it is paid, and what was declined before", async () => {
    await using shop = await newStripeShop();
    const order = await shop.placeOrder();
    await shop.stripe.pay(order.clientSecret, "pm_card_visa_chargeDeclined");
    shop.clock.advance(minute);
    await shop.checker.runDue();
    expect(await order.row()).toMatchObject({ status: "failed", declineCode: "generic_decline" });
    expect(await order.get()).toMatchObject({ status: "pending" });
    for (let past = 0; past < 20; past += 1) {
      shop.clock.advance(minute);
      await shop.checker.runDue();
    }
    await shop.stripe.pay(order.clientSecret, "pm_card_visa");
    shop.clock.advance(minute);
    await shop.checker.runDue();
    expect(await order.get()).toMatchObject({ status: "confirmed" });
    expect(await order.events()).toEqual(["placed", "payment-failed", "payment-received", "confirmed"]);
  });

  test("a dispute is known a day later, or after twice the time", async () => {
    await using shop = await newStripeShop();
    const order = await shop.placeOrder();
    await shop.stripe.pay(order.clientSecret, "pm_card_visa");
    shop.clock.advance(minute);
    await shop.checker.runDue();
    shop.clock.advance(day);
    await shop.checker.runDue();
    shop.stripe.openDispute((await order.row()).reference ?? "");
    shop.clock.advance(day);
    await shop.checker.runDue();
    const { timeline } = await shop.staff.get.query({ id: order.id });
    expect(timeline.at(-1)).toMatchObject({ type: "dispute-opened" });
  });

  test("an attempt whose order expired is ended at the provider", async () => {
    await using shop = await newStripeShop();
    const order = await shop.placeOrder();
    shop.clock.advance(30 * minute);
    await shop.expirer.runDue();
    expect(await order.row()).toMatchObject({ status: "canceled" });
    await shop.checker.runDue();
    expect(shop.stripe.intents()).toMatchObject([{ status: "canceled" }]);
    expect(await order.row()).toMatchObject({ status: "canceled", checkAt: null });
  });
});

describe("where the answer to its beginning was lost", () => {
  /** As it stands when the shop died before it could store what the provider answered. */
  async function losingAnswer() {
    const shop = await newStripeShop();
    const order = await shop.placeOrder();
    await shop.db.update(payments).set({ reference: null }).where(eq(payments.id, order.paymentId));
    shop.clock.advance(minute);
    return { shop, order };
  }

  test("a payment is found again, and not begun twice", async () => {
    const { shop, order } = await losingAnswer();
    await using _ = shop;
    await shop.stripe.pay(order.clientSecret, "pm_card_visa");
    await shop.checker.runDue(); // the stored answer to its key
    expect(await order.row()).toMatchObject({ reference: shop.stripe.intents()[0]?.id });
    shop.clock.advance(minute);
    await shop.checker.runDue();
    expect(await order.get()).toMatchObject({ status: "confirmed" });
    expect(shop.stripe.intents()).toHaveLength(1);
  });

  test("and it was never begun, it is begun, for its shopper to go on with", async () => {
    await using shop = await newStripeShop();
    const { variantId } = await newProduct(shop.db, { publishedAt: new Date(0) });
    const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 1 }]);
    const choice = {
      cartId,
      provider: "stripe",
      method: "embedded_form",
      acceptPriceChanges: false,
    } as const;
    const { order, accessToken } = await placeOrder(shop.context, choice); // and then the shop died
    const held = { id: order.id, accessToken: accessToken ?? "" };
    shop.clock.advance(minute);
    await shop.checker.runDue();
    expect(shop.stripe.intents()).toMatchObject([{ status: "requires_payment_method" }]);
    const { clientSecret } = await shop.client.payment.get.query(held);
    await shop.stripe.pay(clientSecret ?? "", "pm_card_visa");
    shop.clock.advance(minute);
    await shop.checker.runDue();
    expect(await shop.client.order.get.query(held)).toMatchObject({ status: "confirmed" });
    expect(shop.stripe.intents()).toHaveLength(1);
  });

  test("and its order has ended, it is ended as well", async () => {
    const { shop, order } = await losingAnswer();
    await using _ = shop;
    shop.clock.advance(29 * minute);
    await shop.expirer.runDue();
    await shop.checker.runDue();
    expect(shop.stripe.intents()).toMatchObject([{ status: "canceled" }]);
    expect(await order.row()).toMatchObject({ status: "canceled", checkAt: null });
  });
});

test("a provider that does not answer is asked again each minute until it does", async () => {
  await using shop = await newStripeShop();
  const order = await shop.placeOrder();
  await shop.stripe.pay(order.clientSecret, "pm_card_visa");
  shop.stripe.faults.next("error_before", { on: /^GET/, times: 3 });
  shop.clock.advance(minute);
  await shop.checker.runDue();
  expect(await order.get()).toMatchObject({ status: "pending" });
  await shop.checker.runDue();
  expect(await order.get()).toMatchObject({ status: "pending" });
  shop.clock.advance(minute);
  await shop.checker.runDue();
  expect(await order.get()).toMatchObject({ status: "confirmed" });
});

test("a payment that its provider knows nothing of keeps no others waiting, and is asked about ever less often", async () => {
  await using shop = await newStripeShop();
  const [lost, order] = [await shop.placeOrder(), await shop.placeOrder()];
  await shop.db.update(payments).set({ reference: "pi_none" }).where(eq(payments.id, lost.paymentId));
  await shop.stripe.pay(order.clientSecret, "pm_card_visa");
  shop.clock.advance(minute);
  await shop.checker.runDue();
  expect(await order.get()).toMatchObject({ status: "confirmed" });
  shop.clock.advance(day);
  await shop.checker.runDue();
  const { checkAt } = await lost.row();
  expect(checkAt?.getTime()).toBe(shop.clock.now().getTime() + 360 * minute);
});

test("asking how a payment stands does not slow the shop's own checks of it", async () => {
  await using shop = await newStripeShop();
  const order = await shop.placeOrder();
  for (let asked = 0; asked < 40; asked += 1) await shop.client.payment.get.query(order.held);
  expect((await order.row()).checkAt).toEqual(new Date(shop.clock.now().getTime() + minute));
});

test("payments through a provider that is no longer configured are taken up ever less often", async () => {
  await using shop = await newStripeShop();
  const order = await shop.placeOrder();
  await shop.stripe.pay(order.clientSecret, "pm_card_visa");
  shop.clock.advance(minute);
  await shop.checker.runDue();
  shop.clock.advance(day);
  await new PaymentChecker({ ...shop.context, paymentProviders: [] }, createLogger("silent")).runDue();
  expect((await order.row()).checkAt).toEqual(new Date(shop.clock.now().getTime() + day));
});

describe("money that is on its way for days", () => {
  async function paidByDebit() {
    const shop = await newStripeShop();
    const order = await shop.placeOrder();
    await shop.stripe.pay(order.clientSecret, "pm_success_de");
    shop.clock.advance(minute);
    await shop.checker.runDue();
    const [intent] = shop.stripe.intents();
    const expiresAt = async () => {
      const [row] = await shop.db.select().from(orders).where(eq(orders.id, order.id));
      return row?.expiresAt?.getTime();
    };
    return { shop, order, intentId: intent?.id ?? "", expiresAt };
  }

  test("is waited for, and confirms its order when it comes", async () => {
    const { shop, order, intentId } = await paidByDebit();
    await using _ = shop;
    expect(await order.row()).toMatchObject({ status: "processing" });
    shop.clock.advance(6 * day);
    await shop.expirer.runDue();
    expect(await order.get()).toMatchObject({ status: "pending" });
    shop.stripe.settle(intentId, "succeed");
    await shop.checker.runDue();
    expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid" });
    expect(await order.events()).toEqual(["placed", "payment-processing", "payment-received", "confirmed"]);
  });

  test("leaves its buyer the usual time for another attempt when it does not", async () => {
    const { shop, order, intentId, expiresAt } = await paidByDebit();
    await using _ = shop;
    expect(await expiresAt()).toBe(shop.clock.now().getTime() + 14 * day);
    shop.clock.advance(5 * day);
    shop.stripe.settle(intentId, "fail");
    await shop.checker.runDue();
    expect(await order.row()).toMatchObject({ status: "failed" });
    expect(await expiresAt()).toBe(shop.clock.now().getTime() + 30 * minute);
    await shop.deliver();
    expect(shop.mails.at(-1)).toMatchObject({ id: `order.payment-failed.${order.paymentId}` });
    const again = await shop.client.payment.retry.mutate({ ...order.held, provider: "stripe" });
    await shop.stripe.pay(again.clientSecret ?? "", "pm_card_visa");
    shop.clock.advance(minute);
    await shop.checker.runDue();
    expect(await order.get()).toMatchObject({ status: "confirmed" });
  });
});
