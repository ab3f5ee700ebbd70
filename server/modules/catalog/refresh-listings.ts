import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { productListings } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
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

/** Those of which it is told on time: as many as are published at once. */
const scheduledStatement = prepared((db) =>
  db
    .select({ number: sql<number>`product`, id: sql<string>`products.id` })
    .from(sql`search_scheduled cross join products on products.number = search_scheduled.product`)
    .where(sql`search_scheduled.published_at <= ${placeholder("now")}`)
    .orderBy(sql`search_scheduled.published_at`)
    .limit(atOnce),
);

/**
 * Lets search find the products that have been published by their date, and those who keep answers know of them.
 * Answers which they were.
 */
export async function publishScheduled(ctx: ServiceContext): Promise<string[]> {
  const now = ctx.clock.now().getTime();
  const published: string[] = [];
  for (;;) {
    const due = await scheduledStatement(ctx.db, { now });
    if (due.length === 0) return published;
    // Whoever gave one another date meanwhile has taken it out.
    const numbers = sql`(
      select product from search_scheduled
      where product in (select value from json_each(${JSON.stringify(due.map(({ number }) => number))}))
        and published_at <= ${now}
    )`;
    await transact(ctx, async ({ db }) => {
      await db.run(sql`
        update search_documents set rowid = rowid + 1000000000000
        where rowid in (select product - 1000000000000 from ${numbers})`);
      await db.run(sql`
        insert into catalogue_changes(product_id) select id from products where number in ${numbers}`);
      await db.run(sql`delete from search_scheduled where product in ${numbers}`);
    });
    published.push(...due.map(({ id }) => id));
  }
}

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
