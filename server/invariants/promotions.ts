import type { Subject } from "./subject.ts";

const ofPromotion = "u.promotion_id = promotions.id";

/** What is counted beside the uses, by code or by buyer, is as many as there are: none too few, and together none too many. */
const countedBy = (column: string, table: string, counter: string) => `
  not exists (
    select 1 from (
      select u.${column} as counted, count(*) as uses from promotion_uses u
      where ${ofPromotion} and u.${column} is not null group by u.${column}
    ) used
    where used.uses is not (
      select c.uses from ${table} c where c.${counter} = used.counted and c.promotion_id = promotions.id
    )
  ) and (select coalesce(sum(c.uses), 0) from ${table} c where c.promotion_id = promotions.id)
    = (select count(u.${column}) from promotion_uses u where ${ofPromotion})`;

export const promotionSubjects: readonly Subject[] = [
  {
    table: "promotions",
    key: ["id"],
    invariants: {
      "a promotion's uses are the orders that used it": `
        uses = (select count(*) from promotion_uses u where ${ofPromotion})`,
      "no promotion is used more often than it may be": "usage_limit is null or uses <= usage_limit",
      "what a promotion took off is what it took off its orders": `
        not exists (
          select 1 from (
            select u.currency, sum(u.amount) as amount from promotion_uses u where ${ofPromotion} group by u.currency
          ) used where used.amount is not discounted ->> used.currency
        ) and (select coalesce(sum(each.value), 0) from json_each(discounted) each)
          = (select coalesce(sum(u.amount), 0) from promotion_uses u where ${ofPromotion})`,
      "a code's uses are the orders that used it": countedBy("code", "promotion_codes", "code"),
      "a buyer's uses are the orders that they used it for": countedBy("buyer", "promotion_buyers", "buyer"),
    },
  },
];
