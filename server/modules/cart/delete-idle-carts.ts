import { sql } from "drizzle-orm";
import { prepared } from "../../../db/prepared.ts";
import { carts } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";

/** In milliseconds: thirty days. */
const lifetime = 30 * 24 * 60 * 60 * 1000;

/** How many go in one transaction: none of them keeps shoppers waiting. */
const batchSize = 200;

const { placeholder } = sql;

const deleteStatement = prepared((db) =>
  db
    .delete(carts)
    .where(
      sql`rowid in (
        select rowid from carts where status <> 'ordered' and updated_at <= ${placeholder("idleSince")}
        order by updated_at limit ${sql.raw(String(batchSize))}
      )`,
    )
    .returning({ id: carts.id }),
);

/**
 * Deletes carts that nobody has touched for thirty days, a bounded number at a time. One that was ordered stays with its
 * order. Answers how many went; there may be more when it is as many as go at a time.
 */
export async function deleteIdleCarts({
  db,
  clock,
}: ServiceContext): Promise<{ deleted: number; more: boolean }> {
  const idleSince = clock.now().getTime() - lifetime;
  const gone = await deleteStatement(db, { idleSince });
  return { deleted: gone.length, more: gone.length === batchSize };
}
