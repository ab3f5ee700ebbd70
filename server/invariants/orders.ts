import { sumOfAmounts } from "./amounts.ts";
import type { Subject } from "./subject.ts";

const sumOfLines = (column: string) =>
  `(select coalesce(sum(l.${column}), 0) from order_lines l where l.order_id = orders.id)`;

/** Of those whose money counts. */
const sumOfPayments = (column: string) =>
  `(select coalesce(sum(p.${column}), 0) from payments p where p.order_id = orders.id and p.hold_reason is null)`;

const shippingTax = sumOfAmounts("shipping_taxes");

/** What is paid for shipping, tax and all. */
const shippingTotal = `shipping_amount + iif(tax_included, 0, ${shippingTax})`;

/** What of the lines is not due: `shareOf` of their units that were canceled, came back or were given back. */
const creditedForUnits = `(
  select coalesce(sum(l.total_amount * (l.canceled_quantity + l.returned_quantity + l.refunded_quantity) / l.quantity), 0)
  from order_lines l where l.order_id = orders.id
)`;

const due = "iif(status = 'expired', 0, total_amount - credited_amount)";
const kept = sumOfPayments("captured_amount - min(p.refunded_amount, p.captured_amount)");

/** What was to be given back and came back instead: a person gives it otherwise. */
const failedRefunds = `(
  select coalesce(sum(r.amount), 0) from refunds r where r.order_id = orders.id and r.status = 'failed'
)`;

/** What returned units brought and their buyer has not been given: it waits for what they get instead, or staff keep it. */
const withheld = `(
  select coalesce(sum(ret.credited_amount - (
    select coalesce(sum(r.amount), 0) from refunds r where r.return_id = ret.id and r.status <> 'failed'
  )), 0) from returns ret where ret.order_id = orders.id
)`;

/** Of its parcels. */
const anyParcel = (statuses: string) => `exists (
  select 1 from fulfillments f where f.order_id = orders.id and f.status in (${statuses})
)`;

const countOfEvents = (type: string) =>
  `(select count(*) from order_events e where e.order_id = orders.id and e.type = ${type})`;

export const orderSubjects: readonly Subject[] = [
  {
    table: "orders",
    key: ["id"],
    invariants: {
      "an order comes from a cart or replaces another, unless it was withdrawn": `
        ((cart_id is null) = (replaces_id is not null) or status = 'canceled') and (replaces_id is null or exists (
          select 1 from returns b where b.replaced_by_id = orders.id and b.order_id = replaces_id
        ))`,
      "an order has lines": "exists (select 1 from order_lines l where l.order_id = orders.id)",
      "an order's amounts are those of its lines, of shipping and of tax": `
        subtotal_amount = ${sumOfLines("subtotal_amount")}
        and discount_amount = ${sumOfLines("discount_amount")}
        and tax_amount = ${sumOfLines("tax_amount")} + ${shippingTax}
        and total_amount = ${sumOfLines("total_amount")} + ${shippingTotal}
        and total_amount = subtotal_amount - discount_amount + shipping_amount + iif(tax_included, 0, tax_amount)`,
      "what is off shipping is what its promotions took off": `
        shipping_discount_amount = ${sumOfAmounts("shipping_adjustments")}`,
      "what is credited is for units that were canceled or came back, for shipping or for money given back": `
        credited_amount between ${creditedForUnits}
          and ${creditedForUnits} + ${shippingTotal} + ${sumOfPayments("refunded_amount")} + ${failedRefunds}`,
      "an order holds the units that are still to be sent": `
        not exists (
          select 1 from (
            select l.variant_id,
              sum(l.quantity - l.fulfilled_quantity - l.canceled_quantity) as units
            from order_lines l where l.order_id = orders.id group by l.variant_id
          ) due
          where due.units * (status in ('pending', 'confirmed')) <> (
            select coalesce(sum(r.quantity), 0) from stock_reservations r
            where r.order_id = orders.id and r.variant_id = due.variant_id
          ) and exists ( -- what was not counted when it was ordered, or is not now, need not be held
            select 1 from stock_movements m join stock_levels s on s.variant_id = m.variant_id
            where m.order_id = orders.id and m.variant_id = due.variant_id and m.kind = 'reserved'
              and s.policy <> 'untracked'
          )
        )`,
      "an order waits for its payment as long as it is pending":
        "(status = 'pending') = (expires_at is not null)",
      "an order that was confirmed has its payment": `
        status not in ('confirmed', 'completed') or exists (select 1 from payments p where p.order_id = orders.id)`,
      "a completed order has been sent": `
        status <> 'completed' or not exists (
          select 1 from order_lines l where l.order_id = orders.id
            and l.fulfilled_quantity + l.canceled_quantity < l.quantity
        )`,
      "of an order that is over before it was sent nothing was sent": `
        status not in ('pending', 'expired', 'canceled') or not exists (
          select 1 from fulfillments f where f.order_id = orders.id and f.status <> 'canceled'
        )`,
      "no more money is kept than is due, but what could not be given back, is disputed or was withheld of a return": `
        ${kept} <= ${due} + ${failedRefunds} + ${sumOfPayments("disputed_amount")} + ${withheld}`,
      "only an order that still owes something waits for it": `status <> 'pending' or ${kept} < ${due}`,
      "an order's payment status is that of its payments": `
        payment_status = case
          when ${sumOfPayments("captured_amount")} = 0 and status in ('canceled', 'expired') then 'canceled'
          when ${kept} < ${due} and ${kept} > 0 then 'partially_paid'
          when ${kept} < ${due} then iif(${sumOfPayments("authorized_amount")} < ${due} - ${kept}, 'pending', 'authorized')
          when ${sumOfPayments("refunded_amount")} = 0 then 'paid'
          else iif(${kept} > 0, 'partially_refunded', 'refunded')
        end`,
      "an order's fulfillment status is that of its units and parcels": `
        fulfillment_status = case
          when ${sumOfLines("fulfilled_quantity")} = 0
            then iif(status in ('canceled', 'expired'), 'canceled', 'unfulfilled')
          when ${sumOfLines("quantity - l.fulfilled_quantity - l.canceled_quantity")} > 0 then 'partially_fulfilled'
          when ${anyParcel("'pending'")} then 'fulfilled'
          else iif(${anyParcel("'shipped'")}, 'shipped', 'delivered')
        end`,
      "an order's timeline begins with its placing, and tells its status": `
        ${countOfEvents("'placed'")} = 1 and (status = 'pending' or ${countOfEvents("status")} >= 1)`,
    },
  },
];
