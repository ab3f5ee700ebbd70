import { count, isNotNull, isNull, min } from "drizzle-orm";
import type { Database } from "../../../db/client.ts";
import { outbox } from "../../../db/schema/index.ts";

const { availableAt, deadAt } = outbox;

/** How the outbox stands: for how many milliseconds its oldest event has been due, and how many events were given up. */
export async function readOutboxState(
  db: Database,
  now: Date,
): Promise<{ overdueMs: number; deadLetters: number }> {
  const [[next], [dead]] = await db.batch([
    db
      .select({ at: min(availableAt) })
      .from(outbox)
      .where(isNull(deadAt)),
    db.select({ events: count() }).from(outbox).where(isNotNull(deadAt)),
  ]);
  const overdueMs = next?.at ? Math.max(now.getTime() - next.at.getTime(), 0) : 0;
  return { overdueMs, deadLetters: dead?.events ?? 0 };
}
