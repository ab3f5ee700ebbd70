import { beforeAll, expect, test } from "bun:test";
import { openDatabase } from "../../db/client.ts";
import { verify } from "../../server/invariants/verify.ts";
import { readyCart } from "../../testing/carts.ts";
import { newProduct } from "../../testing/products.ts";
import { newPromotion } from "../../testing/promotions.ts";
import { createTestShop } from "../../testing/shop.ts";
import { copyDatabase, newDatabaseUrl } from "../helpers/database.ts";
import { brokenInvariants } from "../helpers/invariants.ts";
import { isOnServer } from "../helpers/shared-server.ts";

/** The URL of a shop in which there is something of everything that has to add up: placed, sent, come back, given back, invoiced. */
async function newFilledDatabase(): Promise<string> {
  const url = await newDatabaseUrl();
  const shop = await createTestShop({ database: openDatabase({ url }) });
  const { variantId } = await newProduct(shop.db, { onHand: 10 });
  await newPromotion(shop.db);
  await newPromotion(shop.db, { codes: ["WELCOME"] });
  for (const method of ["test_card", "cash_on_delivery", "bank_transfer"] as const) {
    const { id: cartId } = await readyCart(shop, [{ variantId, quantity: 3 }]);
    await shop.client.cart.applyCoupon.mutate({ cartId, code: "WELCOME" });
    await shop.client.order.place.mutate({ cartId, provider: "manual", method });
  }
  shop.database.client.close();
  return url;
}

const first = (table: string) => `(select min(id) from ${table})`;
const last = (table: string) => `(select max(id) from ${table})`;

const newReturn = `
  insert into returns(id, order_id, status, reason, photos, created_at, updated_at)
    values ('ret_1', ${first("orders")}, 'requested', '', '[]', 0, 0)`;

/** By what has to be true: what somebody might do by hand, past all that guards the database, so that it is not. */
const tampering: Readonly<Record<string, string>> = {
  "a variant's stock is what its movements come to": "update stock_levels set on_hand = on_hand + 1",
  "a variant's stock is that of its locations": "update location_levels set reserved = reserved - 1",
  "what is reserved is held by orders": "delete from stock_reservations",
  "nothing is oversold": "update stock_levels set reserved = on_hand + 1",
  "a location's stock is what its movements come to": "delete from stock_movements where kind = 'opening'",
  "what is reserved at a location is held by orders": "update location_levels set reserved = reserved + 1",
  "what an order holds is what its movements come to": "update stock_reservations set quantity = 1",
  "only orders that can still be sent hold units": "update orders set status = 'expired'",
  "every movement moves what its kind says":
    "update stock_movements set kind = 'sold' where kind = 'reserved'",
  "what is moved for an order says for which": "update stock_movements set order_id = null",
  "a cart is ordered when it has an order, which is one": "update carts set status = 'open'",
  "an order has lines": "delete from order_lines",
  "an order's amounts are those of its lines, of shipping and of tax":
    "update orders set total_amount = total_amount + 1, subtotal_amount = subtotal_amount + 1",
  "what is off shipping is what its promotions took off": "update orders set shipping_discount_amount = 1",
  "what is credited is for units that were canceled or came back, for shipping or for money given back":
    "update order_lines set canceled_quantity = 1",
  "an order holds the units that are still to be sent": "update order_lines set fulfilled_quantity = 1",
  "an order waits for its payment as long as it is pending": "update orders set expires_at = null",
  "an order that was confirmed has its payment": "delete from payments",
  "a completed order has been sent": "update orders set status = 'completed'",
  "of an order that is over before it was sent nothing was sent": `
    insert into fulfillments(id, order_id, status, created_at, updated_at)
      select 'ful_1', id, 'pending', 0, 0 from orders where status = 'pending'`,
  "no more money is kept than is due, but what could not be given back, is disputed or was withheld of a return":
    "update orders set credited_amount = 1",
  "only an order that still owes something waits for it":
    "update payments set captured_amount = amount, status = 'captured'",
  "an order's payment status is that of its payments": "update orders set payment_status = 'refunded'",
  "an order's fulfillment status is that of its units and parcels":
    "update orders set fulfillment_status = 'delivered'",
  "an order's timeline begins with its placing, and tells its status": `
    delete from order_events where id = ${first("order_events")}`,
  "a line's total is its parts": "update order_lines set unit_amount = unit_amount + 1",
  "what is off a line is what its promotions took off": "update order_lines set adjustments = '[]'",
  "a line's tax is its taxes": `update order_lines set taxes = '[{"amount":1}]'`,
  "a line's units are sent, canceled or due": "update order_lines set canceled_quantity = quantity + 1",
  "what was sent of a line is in parcels": "update order_lines set fulfilled_quantity = 1",
  "what came back of a line, or is to, is in returns": "update order_lines set returning_quantity = 1",
  "what was given back of a line was sent, and did not come back":
    "update order_lines set refunded_quantity = 1",
  "an order comes from a cart or replaces another, unless it was withdrawn": `update orders set replaces_id = ${first("orders")}`,
  "the timeline of a return's order tells its status": newReturn,
  "no more is in stock again than came back sellable": `
    ${newReturn};
    insert into return_lines(return_id, order_line_id, quantity) select 'ret_1', min(id), 1 from order_lines;
    insert into stock_movements(variant_id, location_id, kind, on_hand_delta, reserved_delta, order_id, moved_at)
      select variant_id, 'loc_default', 'returned', 1, 0, order_id, 0 from order_lines`,
  "what pays for what replaces returned units is paid there": `
    insert into refunds(id, order_id, payment_id, paid_order_id, provider, status, amount, taxes, created_at, updated_at)
      select 'ref_1', order_id, id, ${last("orders")}, 'manual', 'succeeded', 1, '[]', 0, 0 from payments limit 1`,
  "no more is held or captured than was to be paid": "update payments set authorized_amount = 1",
  "no more is given back than was captured, but by banks and providers that decide so":
    "update payments set refunded_amount = captured_amount + 1",
  "what was given back is the payment's refunds and lost disputes": "update payments set refunded_amount = 1",
  "what is disputed is what its open disputes hold back": "update payments set disputed_amount = 1",
  "a payment's amounts are what its movements come to": "update payments set captured_amount = 1",
  "what buyers are without, others have": `
    drop trigger money_movements_stay;
    update money_movements set debit = 'bank'`,
  "a payment by which its provider may still bring money is asked about":
    "update payments set provider = 'stripe', status = 'pending'",
  "what an exchange paid with is money of a payment with the same provider, in its currency":
    "update payments set method = 'exchange', origin_id = id",
  "money is held while a payment says that it is authorized": "update payments set authorized_amount = 1",
  "money moves from one account to another": `
    drop trigger money_movements_stay;
    update money_movements set credit = debit`,
  "money is with the provider of its payment but for what people give back, in its currency but for fees": `
    drop trigger money_movements_stay;
    update money_movements set currency = 'USD'`,
  "what was moved on a day is what its movements come to": "update money_days set amount = amount + 1",
  "a dispute holds back what was moved for it": `
    insert into disputes(id, payment_id, reference, status, amount, reason, created_at, updated_at)
      values ('dsp_1', (select min(id) from payments), 'du_1', 'won', 1, 'fraudulent', 0, 0)`,
  "what was paid out was moved once": `
    insert into payouts(id, provider, reference, amount, currency, arrives_at, created_at)
      values ('pout_1', 'stripe', 'po_1', 1, 'EUR', 0, 0)`,
  "what of a refund is tax is not more than it": `
    insert into refunds(id, order_id, payment_id, provider, status, amount, taxes, created_at, updated_at)
      select 'ref_1', order_id, id, 'manual', 'succeeded', 1, '[{"amount":2}]', 0, 0 from payments limit 1`,
  "what goes back is a refund's, what is disputed a dispute's": `
    insert into money_movements(provider, payment_id, kind, debit, credit, amount, currency, source_id, moved_at)
      select 'manual', id, 'refunded', 'buyer', 'provider', 1, currency, 'ref_0', 0 from payments where captured_amount > 0`,
  "money is captured when the payment says so": "update payments set status = 'failed'",
  "a payment that counts is in its order's currency": "update payments set currency = 'USD'",
  "a payment that is under way asks for no more than is owed": "update payments set amount = amount + 1",
  "an order has at most one payment that is under way": `
    drop index payments_one_live_attempt;
    update payments set order_id = ${first("orders")}, status = 'pending'`,
  "a refund is of its order's payment, for its order's return": `
    insert into refunds(id, order_id, payment_id, provider, status, amount, taxes, created_at, updated_at)
      values ('ref_1', ${first("orders")}, (select id from payments where order_id = ${last("orders")}), 'manual', 'succeeded', 1, '[]', 0, 0)`,
  "a parcel holds something, of its own order": `
    insert into fulfillments(id, order_id, status, created_at, updated_at)
      values ('ful_1', ${first("orders")}, 'pending', 0, 0);
    insert into fulfillment_lines values ('ful_1', (select id from order_lines where order_id = ${last("orders")}), 1)`,
  "a parcel says when it was shipped and delivered": `
    insert into fulfillments(id, order_id, status, created_at, updated_at)
      values ('ful_1', ${first("orders")}, 'shipped', 0, 0)`,
  "a return is of something, of its own order": newReturn,
  "a promotion's uses are the orders that used it": "delete from promotion_uses",
  "no promotion is used more often than it may be": "update promotions set usage_limit = 0",
  "what a promotion took off is what it took off its orders": `update promotions set discounted = '{"EUR":1}'`,
  "a code's uses are the orders that used it": "update promotion_codes set uses = uses + 1",
  "a buyer's uses are the orders that they used it for": "delete from promotion_buyers",
  "a series of invoices has no gap": "insert into invoice_series values ('2026', 2)",
  "an event of an order is of one that there is":
    "update outbox set subject_id = 'ord_0' where topic = 'order.placed'",
  "an event that was given up was tried, and says why": "update outbox set dead_at = 0",
};

let url = "";
beforeAll(async () => {
  url = await newFilledDatabase();
});

async function openCopy() {
  return openDatabase({ url: await copyDatabase(url) });
}

test("of a shop that nobody tampered with everything holds", async () => {
  expect(await brokenInvariants((await openCopy()).db)).toEqual([]);
});

test("there is something that breaks each of them", async () => {
  const verdicts = await Array.fromAsync(verify((await openCopy()).db));
  expect(verdicts.map(({ invariant }) => invariant).toSorted()).toEqual(Object.keys(tampering).toSorted());
});

// A server refuses the pragmas without which nobody can break them.
test.skipIf(isOnServer).each(Object.entries(tampering))(
  "%s: that it does not is found, and the rows are named",
  async (invariant, script) => {
    const { client, db } = await openCopy();
    await client.executeMultiple(
      `pragma foreign_keys = off; pragma ignore_check_constraints = on; ${script}`,
    );
    const found = (await brokenInvariants(db)).find((verdict) => verdict.invariant === invariant);
    expect(found?.broken).toBeGreaterThan(0);
    expect(found?.ids.length).toBe(Math.min(found?.broken ?? 0, 20));
    client.close();
  },
);

test("every row is looked at, however many there are and whatever names them", async () => {
  const { client, db } = openDatabase({ url: await newDatabaseUrl() });
  await client.execute(`
    with recursive days(n) as (select 1 union all select n + 1 from days where n < 1200)
    insert into money_days(day, provider, currency, kind, count, amount)
      select '2026-01-' || printf('%04d', n / 3), 'manual', 'EUR', 'kind ' || (n % 3), 1, 1 from days`);
  const verdicts = await Array.fromAsync(verify(db));
  const ofDays = verdicts.filter(({ table }) => table === "money_days");
  expect(ofDays.map(({ rows, broken }) => ({ rows, broken }))).toEqual([{ rows: 1200, broken: 1200 }]);
  client.close();
});
