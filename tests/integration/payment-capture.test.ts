import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { outbox, payments, variants } from "../../db/schema/index.ts";
import { newProduct } from "../../testing/products.ts";
import { brokenInvariants } from "../helpers/invariants.ts";
import { eur } from "../helpers/sale.ts";
import { newStripeShop } from "../helpers/stripe-shop.ts";

const minute = 60_000;

type StripeShop = Awaited<ReturnType<typeof newStripeShop>>;
type Order = Awaited<ReturnType<StripeShop["placeOrder"]>>;

async function check({ clock, checker, db }: StripeShop): Promise<void> {
  clock.advance(minute);
  await db.update(payments).set({ checkAt: clock.now() });
  await checker.runDue();
}

async function hear({ clock, checker, deliver }: StripeShop): Promise<void> {
  clock.advance(minute);
  await checker.runDue();
  await deliver();
}

/** A shop that takes money as it sends goods, and an order of three units whose card was authorized. */
async function authorized() {
  const shop = await newStripeShop({ paymentCapture: "manual" });
  const order = await shop.placeOrder({ quantity: 3 });
  await shop.stripe.pay(order.clientSecret, "pm_card_visa");
  await hear(shop);
  return { shop, order };
}

/** Packs so many units and has them leave. */
async function send({ staff }: StripeShop, { id, get }: Order, quantity: number): Promise<void> {
  const [line] = (await get()).lines;
  const before = new Set((await get()).fulfillments.map((each) => each.id));
  const { fulfillments } = await staff.fulfill.mutate({ id, lines: [{ lineId: line?.id ?? "", quantity }] });
  const made = fulfillments.find((each) => !before.has(each.id));
  await staff.markShipped.mutate({ id, fulfillmentId: made?.id ?? "" });
}

const moneyAt = ({ stripe }: StripeShop, { id }: Order) => stripe.moneyOf("orderId").get(id);

describe("money that is authorized", () => {
  test("confirms its order, and is taken as the goods are sent", async () => {
    const { shop, order } = await authorized();
    await using _ = shop;
    expect(await order.get()).toMatchObject({
      status: "confirmed",
      paymentStatus: "authorized",
      owed: eur(3490),
    });
    expect(await order.events()).toEqual(["placed", "payment-authorized", "confirmed"]);
    expect(shop.mails.at(-1)?.text).toContain("Your order is confirmed.");

    await send(shop, order, 1);
    await shop.deliver();
    expect(moneyAt(shop, order)).toMatchObject({ captured: 1490 }); // a unit and all of the shipping
    expect(await order.get()).toMatchObject({ paymentStatus: "partially_paid", owed: eur(2000) });
    expect(await order.row()).toMatchObject({ status: "authorized", capturedAmount: 1490 });

    await send(shop, order, 2);
    await shop.deliver();
    expect(moneyAt(shop, order)).toMatchObject({ captured: 3490 });
    expect(await order.get()).toMatchObject({ paymentStatus: "paid", owed: eur(0) });
    expect(await order.row()).toMatchObject({ status: "captured", capturedAmount: 3490 });
    expect(await brokenInvariants(shop.db)).toEqual([]);
  });

  test("is taken once, were the answer lost or the work done again", async () => {
    const { shop, order } = await authorized();
    await using _ = shop;
    shop.stripe.faults.next("reset_after", { on: /capture$/ });
    shop.stripe.faults.next("reset_before", { on: /capture$/, times: 2 });
    await send(shop, order, 1);
    await shop.deliver();
    expect(moneyAt(shop, order)).toMatchObject({ captured: 1490 });
    shop.clock.advance(10 * minute);
    await shop.deliver();
    expect(moneyAt(shop, order)).toMatchObject({ captured: 1490 });
    expect(await order.row()).toMatchObject({ capturedAmount: 1490 });
  });

  test("is taken after a check where the event was given up, and asked for once", async () => {
    const { shop, order } = await authorized();
    await using _ = shop;
    await send(shop, order, 1);
    const requests = () => shop.db.select().from(outbox).where(eq(outbox.topic, "payment.capture-requested"));
    await check(shop);
    expect(await requests()).toHaveLength(1); // it is on its way
    await shop.db.update(outbox).set({ deadAt: shop.clock.now(), attempts: 1, lastError: "Error" });
    await check(shop);
    await check(shop);
    expect(await requests()).toMatchObject([{ attempts: 1 }, { deadAt: null }]);
    await shop.deliver();
    expect(moneyAt(shop, order)).toMatchObject({ captured: 1490 });
    await shop.db.delete(outbox);
    await check(shop);
    expect(await requests()).toEqual([]); // of what is not sent yet nothing is to be taken
  });

  test("is let go with what of its order is canceled", async () => {
    const { shop, order } = await authorized();
    await using _ = shop;
    await shop.client.order.cancel.mutate(order.held);
    await shop.checker.runDue();
    expect(shop.stripe.intents()).toMatchObject([{ status: "canceled", amount_received: 0 }]);
    expect(await order.get()).toMatchObject({ status: "canceled", paymentStatus: "canceled", refunds: [] });
    expect(await brokenInvariants(shop.db)).toEqual([]);
  });

  test("is let go with the rest that will not be sent", async () => {
    const { shop, order } = await authorized();
    await using _ = shop;
    await send(shop, order, 1);
    await shop.deliver();
    await shop.staff.cancel.mutate({ id: order.id });
    await shop.checker.runDue();
    expect(moneyAt(shop, order)).toMatchObject({ captured: 1490, refunded: 0 });
    expect(shop.stripe.intents()).toMatchObject([{ amount_capturable: 0 }]);
    expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid", refunds: [] });
    expect(await order.row()).toMatchObject({ status: "captured", capturedAmount: 1490 });
    expect(await brokenInvariants(shop.db)).toEqual([]);
  });

  test("of what needs no shipping is taken at once", async () => {
    await using shop = await newStripeShop({ paymentCapture: "manual" });
    const { variantId } = await newProduct(shop.db, { publishedAt: new Date(0) });
    await shop.db.update(variants).set({ requiresShipping: false }).where(eq(variants.id, variantId));
    const { id: cartId } = await shop.client.cart.create.mutate({});
    await shop.client.cart.addLine.mutate({ cartId, variantId, quantity: 1 });
    await shop.client.cart.setEmail.mutate({ cartId, email: "ada@example.com" });
    const { order, accessToken, payment } = await shop.client.order.place.mutate({
      cartId,
      provider: "stripe",
    });
    await shop.stripe.pay(payment.clientSecret ?? "", "pm_card_visa");
    await hear(shop);
    const held = { id: order.id, accessToken: accessToken ?? "" };
    expect(await shop.client.order.get.query(held)).toMatchObject({
      status: "completed",
      paymentStatus: "paid",
    });
  });

  test("that lapses before it is taken is owed again, and can be paid anew", async () => {
    const { shop, order } = await authorized();
    await using _ = shop;
    shop.clock.advance(8 * 24 * 60 * minute);
    shop.stripe.catchUp();
    await hear(shop);
    expect(await order.get()).toMatchObject({
      status: "confirmed",
      paymentStatus: "pending",
      owed: eur(3490),
    });
    await send(shop, order, 3);
    const again = await shop.client.payment.retry.mutate({ ...order.held, provider: "stripe" });
    await shop.stripe.pay(again.clientSecret ?? "", "pm_card_visa");
    await hear(shop);
    await shop.deliver(); // what is sent already is taken as soon as it is authorized
    expect(await order.get()).toMatchObject({ paymentStatus: "paid", owed: eur(0) });
    expect(await shop.db.select().from(payments).where(eq(payments.orderId, order.id))).toHaveLength(2);
  });
});

test("of what its provider takes but once all is taken with the first parcel", async () => {
  await using shop = await newStripeShop({ paymentCapture: "manual" });
  const order = await shop.placeOrder({ quantity: 3 });
  await shop.stripe.pay(order.clientSecret, "pm_card_visa");
  for (const charge of shop.stripe.charges()) {
    const card = charge.payment_method_details?.card;
    if (card?.multicapture) card.multicapture.status = "unavailable";
  }
  await hear(shop);
  await send(shop, order, 1);
  await shop.deliver();
  expect(moneyAt(shop, order)).toMatchObject({ captured: 3490 });
  expect(await order.get()).toMatchObject({ status: "confirmed", paymentStatus: "paid" });
});
