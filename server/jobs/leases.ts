import { aliasedTable, and, asc, eq, inArray, isNull, lt, lte, notExists, sql } from "drizzle-orm";
import { prepared } from "../../db/prepared.ts";
import { outbox } from "../../db/schema/index.ts";

const { placeholder } = sql;

export type OutboxEvent = typeof outbox.$inferSelect;

/**
 * Takes up to `limit` events that are due at `now` until `leaseEnd`, each the earliest of its subject. One statement:
 * of several workers one gets an event, and when that one dies the lease's end makes it due again.
 */
export const claimStatement = prepared((db) => {
  const due = aliasedTable(outbox, "due");
  const earlier = aliasedTable(outbox, "earlier");
  const sameSubjectEarlier = db
    .select({ id: earlier.id })
    .from(earlier)
    .where(and(isNull(earlier.deadAt), eq(earlier.subjectId, due.subjectId), lt(earlier.id, due.id)));
  const dueEvents = db
    .select({ id: due.id })
    .from(due)
    .where(and(isNull(due.deadAt), lte(due.availableAt, placeholder("now")), notExists(sameSubjectEarlier)))
    .orderBy(asc(due.availableAt), asc(due.id))
    .limit(placeholder("limit"));
  return db
    .update(outbox)
    .set({
      attempts: sql`${outbox.attempts} + 1`,
      availableAt: sql`${placeholder("leaseEnd")}`,
    })
    .where(inArray(outbox.id, dueEvents))
    .returning();
});

/** Every attempt is counted when it begins: an event that has been taken up again belongs to somebody else. */
const isStillOurs = and(eq(outbox.id, placeholder("id")), eq(outbox.attempts, placeholder("attempts")));

/** Ends an event that was delivered. */
export const deliveredStatement = prepared((db) => db.delete(outbox).where(isStillOurs));

/** Puts an event off until `availableAt`. */
export const postponeStatement = prepared((db) =>
  db
    .update(outbox)
    .set({ availableAt: sql`${placeholder("availableAt")}`, lastError: sql`${placeholder("lastError")}` })
    .where(isStillOurs),
);

/** Gives an event up: it stays, to be looked at, and no longer holds up those after it. */
export const giveUpStatement = prepared((db) =>
  db
    .update(outbox)
    .set({ deadAt: sql`${placeholder("deadAt")}`, lastError: sql`${placeholder("lastError")}` })
    .where(isStillOurs),
);
