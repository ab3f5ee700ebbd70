import type { Subject } from "./subject.ts";

export const moneySubjects: readonly Subject[] = [
  {
    table: "money_movements",
    key: ["id"],
    invariants: {
      "money moves from one account to another": "debit <> credit and amount > 0",
      "money is with the provider of its payment but for what people give back, in its currency but for fees": `
        payment_id is null or exists (
          select 1 from payments p where p.id = payment_id
            and (p.provider = money_movements.provider or (kind = 'refunded' and money_movements.provider = 'manual'))
            and (p.currency = money_movements.currency or 'fees' in (debit, credit))
        )`,
      "what goes back is a refund's, what is disputed a dispute's": `
        case
          when kind in ('refunded', 'refund_failed', 'exchanged_out') then exists (
            select 1 from refunds r where r.id = source_id and r.payment_id = money_movements.payment_id
              and r.amount = money_movements.amount and (kind = 'exchanged_out') = (r.paid_order_id is not null)
          )
          when kind in ('disputed', 'dispute_won', 'dispute_lost') then exists (
            select 1 from disputes d where d.id = source_id and d.payment_id = money_movements.payment_id
              and d.amount >= money_movements.amount
          )
          else true
        end`,
    },
  },
  {
    table: "money_days",
    key: ["day", "provider", "currency", "kind"],
    invariants: {
      "what was moved on a day is what its movements come to": `
        (count, amount) = (
          select count(*), coalesce(sum(m.amount), 0) from money_movements m
          where m.moved_at >= unixepoch(day) * 1000 and m.moved_at < unixepoch(day, '+1 day') * 1000
            and m.provider = money_days.provider and m.currency = money_days.currency and m.kind = money_days.kind
        )`,
    },
  },
  {
    table: "disputes",
    key: ["id"],
    invariants: {
      "a dispute holds back what was moved for it": `
        amount = (
          select coalesce(sum(m.amount), 0) from money_movements m
          where m.payment_id = disputes.payment_id and m.source_id = disputes.id and m.kind = 'disputed'
        )`,
    },
  },
  {
    table: "payouts",
    key: ["id"],
    invariants: {
      "what was paid out was moved once": `
        amount = (
          select coalesce(sum(iif(m.kind = 'paid_out', m.amount, -m.amount)), 0) from money_movements m
          where m.provider = payouts.provider and m.kind in ('paid_out', 'paid_in') and m.source_id = payouts.id
        )`,
    },
  },
];
