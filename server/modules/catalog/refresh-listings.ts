import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { productListings } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";

const { placeholder } = sql;

/** In one transaction: few enough for a checkout to wait its turn unnoticed. */
const atOnce = 200;

/** The rowids of the offers that began or ended after one moment and up to another, in their order. */
const dueStatement = prepared((db) =>
  db
    .select({ rowid: sql<number>`due.rowid` })
    .from(sql`(
      select rowid from price_offers indexed by price_offers_starting
      where starts_at > ${placeholder("since")} and starts_at <= ${placeholder("now")}
      union
      select rowid from price_offers indexed by price_offers_ending
      where ends_at > ${placeholder("since")} and ends_at <= ${placeholder("now")}
    ) as due`)
    .orderBy(sql`due.rowid`),
);

/** The lowest price of the listing's product at that moment, as the view `current_prices` has it for the present. */
const lowest = sql`(
  select min(min(p.amount, coalesce((
    select min(o.amount) from price_offers o
    where o.variant_id = p.variant_id and o.currency = p.currency and o.min_quantity = 1
      and (o.starts_at is null or o.starts_at <= ${placeholder("now")})
      and (o.ends_at is null or o.ends_at > ${placeholder("now")})
  ), p.amount)))
  from variants v join prices p on p.variant_id = v.id and p.currency = product_listings.currency
  where v.product_id = product_listings.product_id
)`;

const refreshStatement = prepared((db) =>
  db
    .update(productListings)
    .set({ amount: sql`${lowest}` })
    .where(
      sql`(product_id, currency) in (
        select v.product_id, o.currency from price_offers o join variants v on v.id = o.variant_id
        where o.rowid in (select value from json_each(${placeholder("offers")}))
      ) and amount <> ${lowest}`,
    )
    .returning({ productId: productListings.productId }),
);

/**
 * Brings the listings to what products cost by the offers that began or ended since a moment, up to now. Answers the
 * products whose price changed.
 */
export async function refreshListings({ db, clock }: ServiceContext, since: Date): Promise<Set<string>> {
  const now = clock.now().getTime();
  const due = await dueStatement(db, { since: since.getTime(), now });
  const changed = new Set<string>();
  for (let from = 0; from < due.length; from += atOnce) {
    const offers = JSON.stringify(due.slice(from, from + atOnce).map(({ rowid }) => rowid));
    for (const { productId } of await refreshStatement(db, { offers, now })) changed.add(productId);
  }
  return changed;
}
