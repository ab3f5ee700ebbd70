import { describe, expect, test } from "bun:test";
import { orders, payments } from "../../db/schema/index.ts";
import { type NewAttempt, type PaymentGateway, ProviderUnavailable } from "../../server/core/payment-port.ts";
import { untraced } from "../../server/core/telemetry-port.ts";
import { guardProvider } from "../../server/infra/guard-provider.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { PaymentChecker } from "../../server/jobs/check-payments.ts";
import { manualProvider } from "../../server/modules/payment/manual.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { newClock } from "../helpers/clock.ts";
import { newServiceContext } from "../helpers/context.ts";
import { readTables } from "../helpers/dump.ts";
import { brokenInvariants } from "../helpers/invariants.ts";
import { newLogRecorder } from "../helpers/logs.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { eur, newDesk } from "../helpers/sale.ts";
import { newStripeShop } from "../helpers/stripe-shop.ts";
import { providerOf, silentProvider, toldGateway } from "../helpers/told-gateway.ts";

type StripeShop = Awaited<ReturnType<typeof newStripeShop>>;

const create = /^POST \/v1\/payment_intents$/;
/** The package tries three times. */
const everyTry = { on: create, times: 3 };

/** A cart with the only unit of a thing, and how to order it. */
async function readyToPay({ db, client }: StripeShop) {
  const { variantId } = await newProduct(db, { onHand: 1, publishedAt: new Date(0) });
  const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 1 }]);
  const input = { cartId, provider: "stripe" } as const;
  return { cartId, variantId, input, place: () => client.order.place.mutate(input) };
}

describe("an order that is paid through a provider", () => {
  test("is pending, and its answer holds what the shopper's form needs", async () => {
    await using shop = await newStripeShop();
    const { place } = await readyToPay(shop);
    const { order, payment } = await place();
    expect(order).toMatchObject({ status: "pending", paymentStatus: "pending", owed: eur(1490) });
    expect(payment).toMatchObject({ provider: "stripe", method: "embedded_form", status: "pending" });
    const [intent] = shop.stripe.intents();
    expect(intent).toMatchObject({
      client_secret: payment.clientSecret,
      amount: 1490,
      currency: "eur",
      capture_method: "automatic",
      metadata: { attemptId: payment.id, orderId: order.id },
    });
    expect(await shop.db.select().from(payments)).toMatchObject([{ id: payment.id, reference: intent?.id }]);
  });

  test("is sent to the provider's own page, where it has one", async () => {
    await using shop = await newStripeShop();
    const { input } = await readyToPay(shop);
    const { payment } = await shop.client.order.place.mutate({ ...input, method: "hosted_page" });
    expect(payment).toMatchObject({ method: "hosted_page", clientSecret: null });
    expect(payment.redirectUrl).toMatch(/^http/);
  });

  test("is told to its provider without the key to it, and the same each time", async () => {
    const attempts: NewAttempt[] = [];
    const begin = async (attempt: NewAttempt) => {
      attempts.push(attempt);
      throw new ProviderUnavailable();
    };
    const desk = await newDesk({
      paymentProviders: [providerOf(toldGateway({ begin }))],
      storefrontUrl: "https://shop.example",
    });
    const { variantId } = await newProduct(desk.db);
    const { id: cartId } = await readyCart(desk, [{ variantId, quantity: 1 }]);
    await refusalOf(desk.client.order.place.mutate({ cartId, provider: "stripe" }));
    const [order] = await desk.db.select().from(orders);
    const [payment] = await desk.db.select().from(payments);
    expect(attempts).toEqual([
      {
        id: payment?.id ?? "",
        orderId: order?.id ?? "",
        orderNumber: order?.number ?? "",
        method: "embedded_form",
        due: eur(1490),
        capture: "automatic",
        email: "ada@example.com",
        returnUrl: `https://shop.example/order#id=${order?.id}`,
      },
    ]);
    const context = await newServiceContext({
      db: desk.db,
      clock: desk.clock,
      paymentProviders: [providerOf(toldGateway({ begin }))],
      storefrontUrl: "https://shop.example",
    });
    await new PaymentChecker(context, createLogger("silent")).runDue();
    expect(attempts[1]).toEqual(attempts[0]);
  });

  test("is written to once it is paid, and not before", async () => {
    await using shop = await newStripeShop();
    const order = await shop.placeOrder();
    await shop.deliver();
    expect(shop.mails).toEqual([]);
    await shop.stripe.pay(order.clientSecret, "pm_card_visa");
    shop.clock.advance(60_000);
    await shop.checker.runDue();
    await shop.deliver();
    expect(shop.mails.map(({ id }) => id)).toEqual([`order.confirmed.${order.id}`]);
    expect(shop.mails[0]?.text).toContain("Your payment has come, and your order is confirmed.");
  });

  test("is the same however often it is asked for, and so is what it is paid with", async () => {
    await using shop = await newStripeShop();
    const { input, place } = await readyToPay(shop);
    const key = { idempotencyKey: "once" };
    const first = await shop.client.order.place.mutate(input, key);
    const again = await shop.client.order.place.mutate(input, key);
    const elsewhere = await place();
    const { id, accessToken } = { ...first.order, accessToken: first.accessToken ?? "" };
    const got = await shop.client.payment.get.query({ id, accessToken });
    expect([again.payment, elsewhere.payment, got]).toEqual([first.payment, first.payment, first.payment]);
    expect(again.order).toEqual(first.order);
    expect(shop.stripe.intents()).toHaveLength(1);
  });

  test("has its secrets in answers alone: nothing of them is stored", async () => {
    await using shop = await newStripeShop();
    const { input } = await readyToPay(shop);
    const { payment } = await shop.client.order.place.mutate(input, { idempotencyKey: "kept" });
    expect(payment.clientSecret).toContain("_secret_");
    expect(JSON.stringify(await readTables(shop))).not.toContain("_secret_");
  });

  test("shows what it is paid with to its buyer alone, and only while there is something to pay", async () => {
    await using shop = await newStripeShop();
    const order = await shop.placeOrder();
    const stranger = shop.client.payment.get.query({ id: order.id, accessToken: "guessed" });
    expect(await refusalOf(stranger)).toMatchObject({ code: "NOT_FOUND" });
    await shop.stripe.pay(order.clientSecret, "pm_card_visa");
    expect(await shop.client.payment.get.query(order.held)).toMatchObject({
      status: "captured",
      clientSecret: null,
      redirectUrl: null,
    });
    expect(await order.get()).toMatchObject({ status: "confirmed" }); // asking took it in
  });
});

describe("where the provider is down", () => {
  /** Nothing is held, the cart is its shopper's, and the order that could not be paid is over. */
  async function expectIntact(shop: StripeShop, cartId: string) {
    expect(await shop.client.cart.get.query({ cartId })).toMatchObject({
      status: "open",
      lines: [{ quantity: 1, issues: [] }],
    });
    expect(await shop.db.select().from(orders)).toMatchObject([
      { status: "canceled", paymentStatus: "canceled", cartId: null },
    ]);
    expect(await brokenInvariants(shop.db)).toEqual([]);
    await shop.deliver();
    expect(shop.mails).toEqual([]);
  }

  test("nothing is ordered, and cart and stock are as they were", async () => {
    await using shop = await newStripeShop();
    const { cartId, place } = await readyToPay(shop);
    shop.stripe.faults.next("error_before", everyTry);
    expect(await refusalOf(place())).toEqual({ code: "PAYMENT_UNAVAILABLE", data: {} });
    await expectIntact(shop, cartId);
    const { payment } = await place(); // the last unit is still there to be had
    expect(payment.clientSecret).toContain("_secret_");
    expect(await shop.db.select().from(orders)).toHaveLength(2);
  });

  test("and took it all the same, what nobody can pay is ended there", async () => {
    await using shop = await newStripeShop();
    const { cartId, input } = await readyToPay(shop);
    const key = { idempotencyKey: "of-the-cart" };
    shop.stripe.faults.next("reset_after", { on: create });
    shop.stripe.faults.next("reset_before", { on: create, times: 2 });
    expect(await refusalOf(shop.client.order.place.mutate(input, key))).toMatchObject({
      code: "PAYMENT_UNAVAILABLE",
    });
    await expectIntact(shop, cartId);
    expect(shop.stripe.intents()).toMatchObject([{ status: "requires_payment_method" }]);
    await shop.checker.runDue();
    expect(shop.stripe.intents()).toMatchObject([{ status: "canceled" }]);
    const { order } = await shop.client.order.place.mutate(input, key); // the same key, since nothing was done
    expect(order).toMatchObject({ status: "pending" });
    expect(await brokenInvariants(shop.db)).toEqual([]);
  });

  test("an order whose payment was begun stays, and can be paid when it is back", async () => {
    await using shop = await newStripeShop();
    const { place } = await readyToPay(shop);
    const { order, accessToken, payment } = await place();
    shop.stripe.faults.next("error_before", { on: /^GET/, times: 6 });
    expect(await refusalOf(place())).toMatchObject({ code: "PAYMENT_UNAVAILABLE" });
    const held = { id: order.id, accessToken: accessToken ?? "" };
    expect(await refusalOf(shop.client.payment.get.query(held))).toMatchObject({
      code: "PAYMENT_UNAVAILABLE",
    });
    expect(await shop.client.order.get.query(held)).toMatchObject({ status: "pending" });
    expect((await place()).payment).toEqual(payment);
  });

  test("an answer to an order that was taken back since does not hold any more", async () => {
    let fault: Error | undefined = new Error("The shop died"); // between its row and the call
    const begin: PaymentGateway["begin"] = async (attempt) => {
      if (fault) throw fault;
      return toldGateway().begin(attempt);
    };
    const desk = await newDesk({ paymentProviders: [providerOf(toldGateway({ begin }))] });
    const { variantId } = await newProduct(desk.db, { onHand: 1 });
    const { id: cartId } = await readyCart(desk, [{ variantId, quantity: 1 }]);
    const input = { cartId, provider: "stripe" } as const;
    const key = { idempotencyKey: "stale" };
    expect(await refusalOf(desk.client.order.place.mutate(input, key))).toMatchObject({ code: "INTERNAL" });
    fault = new ProviderUnavailable();
    expect(await refusalOf(desk.client.order.place.mutate(input))).toMatchObject({
      code: "PAYMENT_UNAVAILABLE",
    });
    fault = undefined;
    const { order, payment } = await desk.client.order.place.mutate(input, key);
    expect(payment).toMatchObject({ status: "pending", clientSecret: "secret" });
    expect(await desk.db.select().from(orders).orderBy(orders.id)).toMatchObject([
      { status: "canceled" },
      { id: order.id, status: "pending", cartId },
    ]);
    expect(await desk.client.order.place.mutate(input, key)).toEqual({
      order,
      payment,
      accessToken: expect.any(String),
    });
  });
});

describe("a provider that has not answered of late", () => {
  async function deafShop() {
    const [clock, logs] = [newClock(), newLogRecorder()];
    const silent = silentProvider();
    const provider = guardProvider(silent.provider, {
      clock,
      logger: logs.logger,
      metrics: undefined,
      tracer: untraced,
    });
    const desk = await newDesk({ paymentProviders: [manualProvider(["bank_transfer"]), provider] });
    const { variantId } = await newProduct(desk.db, { onHand: 1, publishedAt: new Date(0) });
    const { id: cartId } = await readyCart(desk, [{ variantId, quantity: 1 }]);
    const place = () => desk.client.order.place.mutate({ cartId, provider: "stripe" });
    for (let n = 0; n < 5; n++)
      expect(await refusalOf(place())).toMatchObject({ code: "PAYMENT_UNAVAILABLE" });
    const context = await newServiceContext({ db: desk.db, clock, paymentProviders: [provider] });
    return { ...desk, clock, context, logs, pause: () => clock.advance(10_000), silent, cartId, place };
  }

  test("is not asked, and orders are refused before anything is written", async () => {
    const { silent, place, logs, ...shop } = await deafShop();
    const [before, asked] = [await readTables(shop), silent.asked()];
    expect(await refusalOf(place())).toEqual({ code: "PAYMENT_UNAVAILABLE", data: {} });
    expect(await readTables(shop)).toEqual(before);
    expect(silent.asked()).toBe(asked);
    const told = logs.lines().filter(({ msg }) => String(msg).includes("does not answer"));
    expect(told).toMatchObject([{ level: "error", provider: "stripe" }]);
    const { order } = await shop.client.order.place.mutate({ cartId: shop.cartId, provider: "manual" });
    expect(order).toMatchObject({ status: "pending" }); // others go on
  });

  test("is seldom asked about orders that were taken back: their keys may fail for a day", async () => {
    const { provider, asked } = silentProvider();
    const desk = await newDesk({ paymentProviders: [provider] });
    const { variantId } = await newProduct(desk.db, { onHand: 1, publishedAt: new Date(0) });
    const { id: cartId } = await readyCart(desk, [{ variantId, quantity: 1 }]);
    await refusalOf(desk.client.order.place.mutate({ cartId, provider: "stripe" }));
    const { db, clock } = desk;
    const context = await newServiceContext({ db, clock, paymentProviders: [provider] });
    const checker = new PaymentChecker(context, createLogger("silent"));
    for (let passed = 0; passed < 240; passed += 1) {
      await checker.runDue();
      clock.advance(60_000);
    }
    expect(asked()).toBeLessThan(12);
  });

  test("is given up where it hangs, and the cart stays open", async () => {
    const hanging = providerOf(toldGateway({ begin: () => new Promise(() => {}) }));
    const { logger, lines } = newLogRecorder();
    const provider = guardProvider(hanging, {
      clock: newClock(),
      logger,
      metrics: undefined,
      tracer: untraced,
      patience: 1,
    });
    const { client, db } = await newDesk({ paymentProviders: [provider] });
    const { variantId } = await newProduct(db, { onHand: 1, publishedAt: new Date(0) });
    const { id: cartId } = await readyCart({ client }, [{ variantId, quantity: 1 }]);
    const placed = client.order.place.mutate({ cartId, provider: "stripe" });
    expect(await refusalOf(placed)).toMatchObject({ code: "PAYMENT_UNAVAILABLE" });
    expect(await client.cart.get.query({ cartId })).toMatchObject({ status: "open" });
    expect(lines()).toContainEqual(expect.objectContaining({ call: "begin", why: "It took too long" }));
  });

  test("is not asked about what is due, which waits until it may answer", async () => {
    const { silent, db, clock, context, pause, logs } = await deafShop();
    const checkAt = clock.now();
    await db.update(payments).set({ checkAt });
    const [asked, told] = [silent.asked(), logs.lines().length];
    const checker = new PaymentChecker(context, logs.logger);
    await checker.runDue();
    expect(silent.asked()).toBe(asked);
    expect(logs.lines()).toHaveLength(told);
    expect(new Set((await db.select().from(payments)).map((each) => each.checkAt?.getTime()))).toEqual(
      new Set([checkAt.getTime()]),
    );
    silent.speak();
    pause();
    await checker.runDue();
    expect(silent.asked()).toBeGreaterThan(asked);
  });

  test("is asked again after a while, and orders go through it once it answers", async () => {
    const { silent, pause, place, logs } = await deafShop();
    silent.speak();
    pause();
    expect((await place()).payment).toMatchObject({ status: "pending", clientSecret: "secret" });
    expect(logs.lines().at(-1)).toMatchObject({ msg: "a payment provider answers again" });
  });
});
