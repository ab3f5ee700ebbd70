import { and, asc, between, eq, gt, isNull, lte, max, sql } from "drizzle-orm";
import { outbox, stockLevels } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";
import { isLow, presentLevel, selectLevels } from "./admin/find-levels.ts";
import type { StockLevelItem } from "./admin/schema.ts";

/** How many variants are named at most. */
const named = 50;

/** What has fallen to its threshold and still is there. */
export interface LowStock {
  /** Those of which there is least, that first. */
  levels: StockLevelItem[];
  /** How many there are in all. */
  count: number;
  /** The last event that told of one. */
  last: number;
}

/** The events of the migration `stock` that wait for their turn: one subject, so that they do so for each other. */
const isWaiting = and(eq(outbox.subjectId, "stock"), isNull(outbox.deadAt));

/** What the events from the first on tell of, that one and those that came after it. */
export async function readLowStock({ db }: ServiceContext, first: number): Promise<LowStock> {
  const [latest] = await db
    .select({ id: max(outbox.id) })
    .from(outbox)
    .where(isWaiting);
  const last = latest?.id ?? first;
  const told = db
    .select({ variantId: sql`${outbox.payload} ->> 'variantId'` })
    .from(outbox)
    .where(and(isWaiting, between(outbox.id, first, last)));
  const isTold = and(isLow, sql`${stockLevels.variantId} in ${told}`);
  const rows = await selectLevels(db)
    .where(isTold)
    .orderBy(asc(sql`${stockLevels.onHand} - ${stockLevels.reserved}`), asc(stockLevels.variantId))
    .limit(named);
  return { levels: rows.map(presentLevel), count: await db.$count(stockLevels, isTold), last };
}

/** Ends the events that were told of with the first. */
export async function endLowStock(
  { db }: ServiceContext,
  { first, last }: { first: number; last: number },
): Promise<void> {
  await db.delete(outbox).where(and(isWaiting, gt(outbox.id, first), lte(outbox.id, last)));
}
