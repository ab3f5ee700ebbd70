import { expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { isShopError } from "../../client-sdk/src/index.ts";
import { expectAllToHold } from "../helpers/invariants.ts";
import { newSale } from "../helpers/sale.ts";
import { runs } from "../helpers/shared-server.ts";

const bought = [
  { amount: 1000, quantity: 3, onHand: 9 },
  { amount: 333, quantity: 4, onHand: 9 },
];

const line = fc.nat({ max: bought.length - 1 });
const count = fc.integer({ min: 1, max: 3 });
const place = fc.nat({ max: 3 });
const amount = fc.option(fc.integer({ min: 0, max: 1500 }), { nil: undefined });

const command = fc.oneof(
  { weight: 2, arbitrary: fc.record({ type: fc.constant("pay") }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("send"), line, count }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("cancel"), line, count }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("edit"), line, count: fc.nat({ max: 5 }) }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant("request"), line, count }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant("approve"), place }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom("keep", "close"), place }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant("receive"), place, lost: count, amount }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("exchange"), place, line, count }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("refund"), count }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("giveBack"), line, count }) },
);
type Command = typeof command extends fc.Arbitrary<infer Each> ? Each : never;

async function newWalk() {
  const sale = await newSale(bought, "cash_on_delivery");
  const { staff, client, id, held, lineIds, variantIds } = sale;
  const returnAt = async (at: number) => (await staff.returns.query({ orderId: id })).items.at(at);

  const run = async (each: Command): Promise<unknown> => {
    const lineId = "line" in each ? (lineIds[each.line] ?? "") : "";
    switch (each.type) {
      case "pay":
        return staff.markPaid.mutate({ id });
      case "send": {
        const lines = [{ lineId, quantity: each.count }];
        const { fulfillments } = await staff.fulfill.mutate({ id, lines });
        return staff.markShipped.mutate({ id, fulfillmentId: fulfillments.at(-1)?.id ?? "" });
      }
      case "cancel":
        return staff.cancel.mutate({ id, lines: [{ lineId, quantity: each.count }] });
      case "edit": {
        const { version } = await staff.get.query({ id });
        return staff.edit.mutate({ id, version, set: [{ lineId, quantity: each.count }] });
      }
      case "request":
        return client.order.requestReturn.mutate({
          ...held,
          lines: [{ lineId, quantity: each.count }],
          reason: "Too small",
        });
      case "refund":
        return staff.refund.mutate({
          id,
          amount: { amount: each.count * 100, currency: "EUR" },
          reason: "Sorry",
        });
      case "giveBack":
        return staff.refund.mutate({ id, lines: [{ lineId, quantity: each.count }], reason: "Broken" });
      case "keep":
        return client.order.cancelReturn.mutate({
          ...held,
          returnId: (await returnAt(each.place))?.id ?? "ret_none",
        });
      case "exchange":
        return staff.exchange.mutate({
          returnId: (await returnAt(each.place))?.id ?? "ret_none",
          lines: [{ variantId: variantIds[each.line] ?? "", quantity: each.count }],
        });
      case "approve":
        return staff.approveReturn.mutate({ id: (await returnAt(each.place))?.id ?? "ret_none" });
      case "close":
        return staff.closeReturn.mutate({ id: (await returnAt(each.place))?.id ?? "ret_none" });
      case "receive": {
        const found = await returnAt(each.place);
        const lines = (found?.lines ?? []).map(({ lineId, quantity }) => {
          const missing = Math.min(each.lost - 1, quantity);
          return { lineId, missing, sellable: quantity - missing };
        });
        if (!found) return;
        return staff.receiveReturn.mutate({
          id: found.id,
          lines,
          ...(each.amount !== undefined && { refundAmount: each.amount }),
        });
      }
    }
  };

  const attempt = async (each: Command): Promise<void> => {
    await run(each).catch((error) => {
      if (!isShopError(error) || error.code === "INTERNAL") throw error;
    });
  };
  return { ...sale, attempt };
}

/** What has to be true of the tables whatever was done: each statement finds what is not. */
const broken = {
  "an order's open payment asks for what is owed, and nothing is owed that nobody asks for": sql`
    select o.id, o.total_amount - o.credited_amount as due, sum(p.captured_amount - p.refunded_amount) as kept,
      sum(iif(p.status = 'pending', p.amount, 0)) as asked
    from orders o join payments p on p.order_id = o.id group by o.id having asked <> max(due - kept, 0)`,
  "what was refunded of a payment is its refunds": sql`
    select p.id from payments p where p.refunded_amount <> (
      select coalesce(sum(r.amount), 0) from refunds r where r.payment_id = p.id and r.status <> 'failed')`,
  "what an exchange took of one order it paid of the other": sql`
    select o.id from orders o where o.replaces_id is not null and
      (select coalesce(sum(amount), 0) from refunds where paid_order_id = o.id) <>
      (select coalesce(sum(captured_amount), 0) from payments where order_id = o.id and method = 'exchange')`,
  "a return gives no more than it brought": sql`
    select t.id from returns t where t.credited_amount <
      (select coalesce(sum(amount), 0) from refunds where return_id = t.id)`,
  "what is to come back is what open returns ask for": sql`
    select l.id from order_lines l where l.returning_quantity <> (
      select coalesce(sum(r.quantity), 0) from return_lines r join returns t on t.id = r.return_id
      where r.order_line_id = l.id and t.status in ('requested', 'approved'))`,
  "what came back is what was counted": sql`
    select l.id from order_lines l where l.returned_quantity <> (
      select coalesce(sum(r.sellable_quantity + r.damaged_quantity), 0) from return_lines r
      where r.order_line_id = l.id)`,
  "of an order of which nothing but units was given back that is credited which their lines say": sql`
    select o.id from orders o join order_lines l on l.order_id = o.id
    where not exists (select 1 from refunds r where r.order_id = o.id and r.reason = 'Sorry')
    group by o.id having o.status <> 'canceled' and o.credited_amount <>
      sum(l.total_amount * (l.canceled_quantity + l.returned_quantity + l.refunded_quantity) / l.quantity)`,
  "an order's sums are its lines'": sql`
    select o.id from orders o join order_lines l on l.order_id = o.id group by o.id
    having o.subtotal_amount <> sum(l.subtotal_amount) or o.total_amount <> sum(l.total_amount) + o.shipping_amount`,
};

test("whatever is done after a sale, in whatever order, its money, its units and its stock add up", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 8, maxLength: 24 }), async (commands) => {
      const { attempt, db, stock, variantIds } = await newWalk();
      for (const each of commands) {
        await attempt(each);
        for (const [rule, statement] of Object.entries(broken)) {
          expect({ each, rule, found: await db.all(statement) }).toEqual({ each, rule, found: [] });
        }
      }
      for (const variantId of variantIds) {
        const { onHand, reserved, ledger } = await stock(variantId);
        expect<unknown>(ledger).toEqual([onHand, reserved]);
      }
      await expectAllToHold(db);
    }),
    { numRuns: runs(15) },
  );
}, 60_000);
