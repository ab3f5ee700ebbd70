import type { Subject } from "./subject.ts";

export const paymentSubjects: readonly Subject[] = [
  {
    table: "payments",
    id: "id",
    invariants: {
      "no more is captured than was to be paid, nor given back than was captured": `
        captured_amount between 0 and amount and refunded_amount between 0 and captured_amount`,
      "what was given back is the payment's refunds": `
        refunded_amount = (
          select coalesce(sum(r.amount), 0) from refunds r where r.payment_id = payments.id and r.status <> 'failed'
        )`,
      "money is captured when the payment says so":
        "iif(captured_amount > 0 or amount = 0, status in ('captured', 'authorized'), status <> 'captured')",
      "a payment that counts is in its order's currency":
        "hold_reason is not null or currency = (select o.currency from orders o where o.id = order_id)",
      "a payment that is under way asks for no more than is owed": `
        status <> 'pending' or amount <= (
          select o.total_amount - o.credited_amount - sum(p.captured_amount - p.refunded_amount)
          from orders o join payments p on p.order_id = o.id where o.id = payments.order_id
        )`,
      "an order has at most one payment that is under way": `
        status not in ('pending', 'processing', 'authorized') or not exists (
          select 1 from payments p where p.order_id = payments.order_id and p.id <> payments.id
            and p.status in ('pending', 'processing', 'authorized')
        )`,
    },
  },
  {
    table: "refunds",
    id: "id",
    invariants: {
      "a refund is of its order's payment, for its order's return": `
        order_id = (select p.order_id from payments p where p.id = payment_id)
        and (return_id is null or order_id = (select b.order_id from returns b where b.id = return_id))`,
      "what pays for what replaces returned units is paid there": `
        paid_order_id is null or exists (
          select 1 from payments p where p.order_id = paid_order_id and p.method = 'exchange'
            and p.captured_amount >= refunds.amount
        )`,
    },
  },
];
