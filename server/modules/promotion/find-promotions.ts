import { eq, sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { cartCoupons, promotions } from "../../../db/schema/index.ts";
import { limitPerBuyer } from "./limit-per-buyer.ts";

const { placeholder } = sql;

/** Each that may count for the cart, once for each code that leads to it. */
const candidates = sql`(
  select id as promotion_id, null as code, false as code_used_up, false as code_ended, null as added_at from promotions
  where status = 'active' and triggered_by = 'automatic'
    and (starts_at is null or starts_at <= ${placeholder("now")})
    and (ends_at is null or ends_at > ${placeholder("now")})
  union all
  select c.promotion_id, c.code, c.usage_limit is not null and c.uses >= c.usage_limit, c.ended_at is not null, g.added_at
  from (
    select code, added_at from cart_coupons where cart_id = ${placeholder("cartId")}
    union all select ${placeholder("code")}, null
      where ${placeholder("code")} not in (select code from cart_coupons where cart_id = ${placeholder("cartId")})
  ) g join promotion_codes c on c.code = g.code
) candidate`;

/** Whose uses count: the cart's customer's, else those of who is signed in, else the guest's. */
const buyer = sql`(
  select coalesce(customer_id, ${placeholder("customerId")}, ${placeholder("guestKey")}, guest_key) from carts where id = ${placeholder("cartId")}
)`;

const usedByBuyer = sql`exists(
  select 1 from promotion_buyers b join promotions p on p.id = b.promotion_id
  where b.buyer = ${buyer} and b.promotion_id = promotions.id and b.uses >= ${limitPerBuyer}
)`;

/**
 * All promotions that the price of a cart may depend on: those in force by themselves at `now` (milliseconds) and,
 * whatever has become of them, those of the cart's codes in the order in which they came; last that of `code`, which the
 * cart may get (null for none). `customerId` is who is signed in, and `guestKey`
 * the `buyerKey` of an e-mail address that it may get; or null.
 */
export const promotionsStatement = prepared((db) =>
  db
    .select({
      id: promotions.id,
      name: promotions.name,
      code: sql<string | null>`candidate.code`,
      /** Null for the code that the cart does not have yet. */
      addedAt: sql`candidate.added_at`.mapWith(cartCoupons.addedAt),
      priority: promotions.priority,
      exclusive: promotions.exclusive,
      startsAt: promotions.startsAt,
      endsAt: promotions.endsAt,
      lines: promotions.lines,
      conditions: promotions.conditions,
      effect: promotions.effect,
      cap: promotions.cap,
      archived: sql`${promotions.status} = 'archived' or candidate.code_ended`.mapWith(Boolean),
      usedUp:
        sql`candidate.code_used_up or coalesce(${promotions.uses} >= ${promotions.usageLimit}, false)`.mapWith(
          Boolean,
        ),
      usedByBuyer: usedByBuyer.mapWith(Boolean),
    })
    .from(candidates)
    .innerJoin(promotions, eq(promotions.id, sql`candidate.promotion_id`))
    .orderBy(sql`candidate.added_at is null, candidate.added_at, candidate.code`),
);
