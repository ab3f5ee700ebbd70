import { isNotNull, lte } from "drizzle-orm";
import type { Database } from "../../../db/client.ts";
import { orders, outbox, payments } from "../../../db/schema/index.ts";

const longAgo = new Date(0);
const minute = 60_000;

/** A minute goes by: what was to be asked about in it is due. */
export async function letMinutePass(db: Database): Promise<void> {
  const then = new Date(Date.now() + minute);
  await db.update(payments).set({ checkAt: longAgo }).where(lte(payments.checkAt, then));
}

/** Months go by: all is due that is ever to be asked about. */
export async function letMonthsPass(db: Database): Promise<void> {
  await db.update(payments).set({ checkAt: longAgo }).where(isNotNull(payments.checkAt));
}

/** As long as an event stays with a worker that was killed, or one that failed with nobody. */
export async function letLeasesEnd(db: Database): Promise<void> {
  await db.update(outbox).set({ availableAt: longAgo });
}

/** Two weeks: whoever has not paid by then does no more. */
export async function letOrdersExpire(db: Database): Promise<void> {
  await db.update(orders).set({ expiresAt: longAgo }).where(isNotNull(orders.expiresAt));
}
