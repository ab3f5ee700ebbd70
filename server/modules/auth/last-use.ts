import { and, eq, isNull, lt, or } from "drizzle-orm";
import type { apiKeys, sessions } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";

/** In milliseconds: how exact the time of last use is, so that a visit or a call seldom costs a write. */
const step = 60 * 60 * 1000;

/** Takes note that a session or a key was used. Nobody waits for it, and nobody is refused because it failed. */
export function noteUse(
  { db, clock }: ServiceContext,
  table: typeof sessions | typeof apiKeys,
  { id, lastUsedAt }: { id: string; lastUsedAt: Date | null },
): void {
  const now = clock.now();
  const due = new Date(now.getTime() - step);
  if (lastUsedAt && lastUsedAt >= due) return;
  db.update(table)
    .set({ lastUsedAt: now })
    .where(and(eq(table.id, id), or(isNull(table.lastUsedAt), lt(table.lastUsedAt, due))))
    .catch(() => {});
}
