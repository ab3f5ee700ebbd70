import type { Subject } from "./subject.ts";

/** What the movements of a payment come to, by kind. */
const moved = (kinds: Readonly<Record<string, 1 | -1>>) => `(
  select coalesce(sum(m.amount * case m.kind ${Object.entries(kinds)
    .map(([kind, sign]) => `when '${kind}' then ${sign}`)
    .join(" ")} else 0 end), 0)
  from money_movements m where m.payment_id = payments.id
)`;

/** What an account has of a payment, in the payment's currency. */
const balance = (account: string) => `(
  select coalesce(sum(m.amount * ((m.debit = '${account}') - (m.credit = '${account}'))), 0)
  from money_movements m where m.payment_id = payments.id and 'fees' not in (m.debit, m.credit)
)`;

export const paymentSubjects: readonly Subject[] = [
  {
    table: "payments",
    key: ["id"],
    invariants: {
      "no more is held or captured than was to be paid": `
        min(authorized_amount, captured_amount) >= 0 and authorized_amount + captured_amount <= amount`,
      "no more is given back than was captured, but by banks and providers that decide so": `
        refunded_amount + disputed_amount <= captured_amount
        or exists (select 1 from disputes d where d.payment_id = payments.id)
        or exists (
          select 1 from refunds given join refunds other on other.payment_id = given.payment_id
          where given.payment_id = payments.id and given.reference is not null
            and other.reference is null and other.status = 'succeeded'
        )`,
      "what was given back is the payment's refunds and lost disputes": `
        refunded_amount = (
          select coalesce(sum(r.amount), 0) from refunds r where r.payment_id = payments.id and r.status <> 'failed'
        ) + (
          select coalesce(sum(d.amount), 0) from disputes d where d.payment_id = payments.id and d.status = 'lost'
        )`,
      "what is disputed is what its open disputes hold back": `
        disputed_amount = (
          select coalesce(sum(d.amount), 0) from disputes d where d.payment_id = payments.id and d.status = 'open'
        )`,
      "a payment's amounts are what its movements come to": `
        authorized_amount = ${moved({ authorized: 1, released: -1 })}
        and captured_amount = ${moved({ captured: 1, exchanged_in: 1 })}
        and refunded_amount = ${moved({ refunded: 1, exchanged_out: 1, dispute_lost: 1, refund_failed: -1 })}
        and disputed_amount = ${moved({ disputed: 1, dispute_won: -1, dispute_lost: -1 })}`,
      "what buyers are without, others have": `
        -${balance("buyer")} = captured_amount - refunded_amount + authorized_amount
        and ${balance("held")} = authorized_amount and ${balance("disputed")} = disputed_amount
        and ${balance("provider")} + ${balance("exchange")} = captured_amount - refunded_amount - disputed_amount`,
      "a payment by which its provider may still bring money is asked about":
        "provider = 'manual' or status in ('captured', 'canceled') or check_at is not null",
      "what an exchange paid with is money of a payment with the same provider, in its currency": `
        origin_id is null or exists (
          select 1 from payments o where o.id = payments.origin_id and o.method <> 'exchange'
            and (o.provider, o.currency) = (payments.provider, payments.currency)
        )`,
      "money is held while a payment says that it is authorized":
        "authorized_amount = 0 or status = 'authorized'",
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
    key: ["id"],
    invariants: {
      "a refund is of its order's payment, for its order's return": `
        order_id = (select p.order_id from payments p where p.id = payment_id)
        and (return_id is null or order_id = (select b.order_id from returns b where b.id = return_id))`,
      "what of a refund is tax is not more than it": `
        (select coalesce(sum(t.value ->> 'amount'), 0) from json_each(taxes) t) between 0 and amount`,
      "what pays for what replaces returned units is paid there": `
        paid_order_id is null or exists (
          select 1 from payments p where p.order_id = paid_order_id and p.method = 'exchange'
            and p.captured_amount >= refunds.amount
        )`,
    },
  },
];
