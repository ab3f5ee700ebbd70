import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";

const { placeholder } = sql;

/** In one transaction: few enough for a checkout to wait its turn unnoticed. */
const atOnce = 200;

const scheduledStatement = prepared((db) =>
  db
    .select({ number: sql<number>`product` })
    .from(sql`search_scheduled`)
    .where(sql`published_at <= ${placeholder("now")}`)
    .orderBy(sql`published_at`)
    .limit(atOnce),
);

/**
 * Lets search find the products whose date of publication has come, and those who keep answers know of them. Answers how
 * many they were.
 */
export async function publishScheduled(ctx: ServiceContext): Promise<number> {
  const now = ctx.clock.now().getTime();
  let published = 0;
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
    published += due.length;
  }
}
