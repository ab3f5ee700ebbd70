import { isNotNull } from "drizzle-orm";
import type { Database } from "../../../db/client.ts";
import { orders, outbox, payments } from "../../../db/schema/index.ts";

const longAgo = new Date(0);

/** A minute goes by: whatever is to be asked about then is due. */
export async function letMinutePass(db: Database): Promise<void> {
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
