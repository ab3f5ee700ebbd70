import { describe, expect, test } from "bun:test";
import { moneyMovements, payments } from "../../db/schema/index.ts";
import type { PaymentGateway } from "../../server/core/payment-port.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { PayoutGatherer } from "../../server/jobs/gather-payouts.ts";
import { newProduct } from "../../testing/products.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newDeliveredOrder } from "../helpers/after-sale.ts";
import { expectAllToHold } from "../helpers/invariants.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { eur, newSale } from "../helpers/sale.ts";
import { newStripeShop } from "../helpers/stripe-shop.ts";
import { providerOf, toldGateway } from "../helpers/told-gateway.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

type StripeShop = Awaited<ReturnType<typeof newStripeShop>>;

const dayOf = (moment: Date) => moment.toISOString().slice(0, 10);

async function hear({ clock, db, checker, deliver }: StripeShop): Promise<void> {
  clock.advance(minute);
  await db.update(payments).set({ checkAt: clock.now() });
  await checker.runDue();
  await deliver();
}

/** A shop to which a provider has paid out what two orders brought, less what was given back of one of them. */
async function newPaidOut() {
  const shop = await newStripeShop();
  const [first, second] = [await shop.placeOrder(), await shop.placeOrder()];
  for (const { clientSecret } of [first, second]) await shop.stripe.pay(clientSecret, "pm_card_visa");
  await hear(shop);
  await shop.staff.refund.mutate({ id: first.id, amount: eur(300), reason: "A scratch" });
  await shop.deliver();
  shop.clock.advance(4 * day);
  shop.stripe.catchUp();
  const payout = shop.stripe.payOut("eur");
  await hear(shop);
  const gatherer = new PayoutGatherer(shop.context, createLogger("silent"));
  await gatherer.runDue();
  return { shop, first, second, payout, gatherer, admin: shop.staffClient.admin.payments };
}

test("payouts that are known are not read again", async () => {
  const { shop, payout } = await newPaidOut();
  await using _ = shop;
  const asked: string[][] = [];
  const payouts: PaymentGateway["payouts"] = async (_since, known) => {
    asked.push([...known]);
    return [];
  };
  const context = { ...shop.context, paymentProviders: [providerOf(toldGateway({ payouts }))] };
  await new PayoutGatherer(context, createLogger("silent")).runDue();
  expect(asked).toEqual([[payout.id]]);
  const gateway = shop.context.paymentProviders.find(({ name }) => name === "stripe")?.gateway;
  expect(await gateway?.payouts(new Date(0), new Set([payout.id]))).toEqual([]);
});

describe("the ledger", () => {
  test("has no movement where no money moves", async () => {
    const { db } = await newSale([{ quantity: 1 }], "cash_on_delivery");
    expect(await db.select().from(moneyMovements)).toEqual([]);
  });

  test("has what people take and give as well", async () => {
    const sale = await newSale([{ quantity: 1 }], "bank_transfer");
    await sale.staff.markPaid.mutate({ id: sale.id });
    await sale.staff.refund.mutate({ id: sale.id, amount: eur(100), reason: "A scratch" });
    const { total } = sale.order.totals;
    expect(await sale.db.select().from(moneyMovements)).toMatchObject([
      { kind: "captured", provider: "manual", debit: "provider", credit: "buyer", amount: total.amount },
      { kind: "refunded", provider: "manual", debit: "buyer", credit: "provider", amount: 100 },
    ]);
  });

  test("has what goes over from one order to another, past every provider", async () => {
    const shop = await createTestShop();
    const cup = await newProduct(shop.db);
    const { order, mine } = await newDeliveredOrder(shop, [{ ...cup, quantity: 1 }]);
    const { client: staff } = await newStaff(shop);
    const lines = [{ lineId: order.lines[0]?.id ?? "", quantity: 1 }];
    const { id } = await shop.client.order.requestReturn.mutate({
      ...mine,
      lines,
      reason: "The wrong colour",
    });
    await staff.admin.orders.approveReturn.mutate({ id });
    await staff.admin.orders.exchange.mutate({
      returnId: id,
      lines: [{ variantId: cup.variantId, quantity: 1 }],
    });
    const received = lines.map(({ lineId }) => ({ lineId, sellable: 1 }));
    await staff.admin.orders.receiveReturn.mutate({ id, lines: received });
    const moved = await shop.db.select().from(moneyMovements).orderBy(moneyMovements.id);
    expect(moved.map(({ kind, debit, credit, amount }) => `${kind} ${debit} ${credit} ${amount}`)).toEqual([
      `captured provider buyer ${order.totals.total.amount}`,
      "exchanged_out buyer exchange 1000",
      "exchanged_in exchange buyer 1000",
    ]);
    await expectAllToHold(shop.db);
  });

  test("is only ever added to", async () => {
    const { db } = await newSale([{ quantity: 1 }], "test_card");
    await expect(db.update(moneyMovements).set({ amount: 1 }).execute()).rejects.toThrow();
    await expect(db.delete(moneyMovements).execute()).rejects.toThrow();
    expect(await db.select().from(moneyMovements)).toHaveLength(1);
  });

  test("refuses a movement between other accounts than those of its kind", async () => {
    const { db } = await newSale([{ quantity: 1 }], "test_card");
    const [movement] = await db.select().from(moneyMovements);
    if (!movement) throw new Error("Nothing was moved");
    const { id: _, ...row } = movement;
    await expect(
      db
        .insert(moneyMovements)
        .values({ ...row, debit: "bank" })
        .execute(),
    ).rejects.toThrow();
  });
});

describe("reports", () => {
  test("tell what was moved on each day, and accounts that sum to zero", async () => {
    const { shop, first, second, payout, admin } = await newPaidOut();
    await using _ = shop;
    const last = shop.clock.now();
    const from = dayOf(new Date(last.getTime() - 10 * day));
    const { days, balances } = await admin.report.query({ from, to: dayOf(last) });
    const sumOf = (kind: string) =>
      days.filter((each) => each.kind === kind).reduce((sum, { amount }) => sum + amount.amount, 0);
    expect(sumOf("captured")).toBe(first.total + second.total);
    expect(sumOf("refunded")).toBe(300);
    expect(sumOf("paid_out")).toBe(payout.amount);
    expect(sumOf("captured") - sumOf("refunded") - sumOf("fee_charged")).toBe(payout.amount);
    const [{ accounts } = { accounts: [] }] = balances;
    expect(accounts.find(({ account }) => account === "provider")?.closing).toEqual(eur(0));
    expect(accounts.find(({ account }) => account === "bank")?.closing).toEqual(eur(payout.amount));
    expect(accounts.reduce((sum, { closing }) => sum + closing.amount, 0)).toBe(0);

    const today = await admin.report.query({ from: dayOf(last), to: dayOf(last) });
    expect(today.days).toMatchObject([{ kind: "paid_out", count: 1 }]);
    const opening = today.balances[0]?.accounts.find(({ account }) => account === "provider")?.opening;
    expect(opening).toEqual(eur(payout.amount));
  });

  test("of a payout match it with the ledger, entry by entry", async () => {
    const { shop, first, second, payout, gatherer, admin } = await newPaidOut();
    await using _ = shop;
    await gatherer.runDue(); // what is known is not taken in again
    const { items } = await admin.payouts.query();
    expect(items).toMatchObject([{ reference: payout.id, amount: eur(payout.amount), provider: "stripe" }]);
    const report = await admin.payout.query({ id: items[0]?.id ?? "" });
    expect(report).toMatchObject({ difference: eur(0), nextCursor: null });
    const told = report.items.map(({ kind, match, amount }) => `${kind} ${match} ${amount.amount}`);
    expect(told.toSorted()).toEqual([
      ...[first.total, second.total].map((total) => `captured matched ${total}`),
      "refunded matched -300",
    ]);
    expect(new Set(report.items.map(({ orderId }) => orderId))).toEqual(new Set([first.id, second.id]));
    expect(report.totals.map(({ kind, count }) => [kind, count])).toEqual([
      ["captured", 2],
      ["refunded", 1],
    ]);
    const page = await admin.payout.query({ id: report.id, limit: 2 });
    const rest = await admin.payout.query({ id: report.id, limit: 2, cursor: page.nextCursor ?? "" });
    expect([...page.items, ...rest.items]).toEqual(report.items);
  });

  test("of a payout match disputes and refunds that came back as well, fees and all", async () => {
    await using shop = await newStripeShop();
    const [disputed, refunded] = [await shop.placeOrder(), await shop.placeOrder({ quantity: 5 })];
    for (const { clientSecret } of [disputed, refunded]) await shop.stripe.pay(clientSecret, "pm_card_visa");
    await hear(shop);
    const { id: disputeId } = shop.stripe.openDispute((await disputed.row()).reference ?? "");
    await shop.staff.refund.mutate({ id: refunded.id, amount: eur(300), reason: "A scratch" });
    await hear(shop);
    shop.stripe.failRefund(shop.stripe.refunds()[0]?.id ?? "");
    shop.stripe.closeDispute(disputeId, "won");
    await hear(shop);
    shop.clock.advance(4 * day);
    shop.stripe.catchUp();
    const payout = shop.stripe.payOut("eur");
    await new PayoutGatherer(shop.context, createLogger("silent")).runDue();
    const admin = shop.staffClient.admin.payments;
    const { items } = await admin.payouts.query();
    const report = await admin.payout.query({ id: items[0]?.id ?? "" });
    expect(report.items.map(({ kind, match }) => `${kind} ${match}`).toSorted()).toEqual([
      "captured matched",
      "captured matched",
      "dispute_won matched",
      "disputed matched",
      "refund_failed matched",
      "refunded matched",
    ]);
    const today = dayOf(shop.clock.now());
    const { balances } = await admin.report.query({ from: today, to: today });
    const at = (name: string) => balances[0]?.accounts.find(({ account }) => account === name)?.closing;
    expect([at("provider"), at("bank")]).toEqual([eur(0), eur(payout.amount)]);
  });

  test("of a payout have the shop look into what nobody told it of", async () => {
    await using shop = await newStripeShop();
    const order = await shop.placeOrder();
    await shop.stripe.pay(order.clientSecret, "pm_card_visa");
    await hear(shop);
    const other = await shop.placeOrder({ quantity: 9 });
    await shop.stripe.pay(other.clientSecret, "pm_card_visa");
    await hear(shop);
    shop.stripe.openDispute((await order.row()).reference ?? "");
    shop.clock.advance(4 * day);
    shop.stripe.catchUp();
    shop.stripe.payOut("eur");
    await new PayoutGatherer(shop.context, createLogger("silent")).runDue();
    await shop.checker.runDue();
    expect(await order.row()).toMatchObject({ disputedAmount: order.total });
  });

  test("of movements are an order's or all, page by page", async () => {
    const { shop, first, admin } = await newPaidOut();
    await using _ = shop;
    const { items } = await admin.movements.query({ orderId: first.id });
    expect(items.map(({ kind }) => kind).toSorted()).toEqual(["captured", "fee_charged", "refunded"]);
    const all = await admin.movements.query();
    const page = await admin.movements.query({ limit: 2 });
    const rest = await admin.movements.query({ cursor: page.nextCursor ?? "" });
    expect([...page.items, ...rest.items]).toEqual(all.items);
    const ofToday = await admin.movements.query({ day: dayOf(shop.clock.now()) });
    expect(ofToday.items.map(({ kind }) => kind)).toEqual(["paid_out"]);
  });

  test("take days of the calendar, not more than a year of them", async () => {
    const { shop, admin } = await newPaidOut();
    await using _ = shop;
    for (const [from, to] of [
      ["2026-02-30", "2026-03-01"],
      ["2026-02-02", "2026-02-01"],
      ["2024-01-01", "2025-01-02"],
    ] as const) {
      expect(await refusalOf(admin.report.query({ from, to }))).toMatchObject({ code: "BAD_REQUEST" });
    }
    expect(await refusalOf(admin.payout.query({ id: "pout_none" }))).toMatchObject({ code: "NOT_FOUND" });
  });
});
