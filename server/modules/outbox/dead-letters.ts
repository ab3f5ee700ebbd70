import { isNotNull } from "drizzle-orm";
import { outbox } from "../../../db/schema/index.ts";
import type { ServiceContext } from "../../core/context.ts";

/** An event that was given up, without its payload. */
export interface DeadLetter {
  id: number;
  topic: string;
  subjectId: string;
  attempts: number;
  deadAt: Date | null;
  /** Of the last failure its kind alone. */
  lastError: string | null;
}

/** The events that were given up, the oldest first. */
export async function listDeadLetters({ db }: ServiceContext): Promise<DeadLetter[]> {
  const { id, topic, subjectId, attempts, deadAt, lastError } = outbox;
  return db
    .select({ id, topic, subjectId, attempts, deadAt, lastError })
    .from(outbox)
    .where(isNotNull(deadAt))
    .orderBy(id);
}

/** Has them all delivered after all, from now on as if they were new, and answers how many there are. */
export async function retryDeadLetters({ db, clock }: ServiceContext): Promise<number> {
  const retried = await db
    .update(outbox)
    .set({ deadAt: null, attempts: 0, availableAt: clock.now() })
    .where(isNotNull(outbox.deadAt))
    .returning({ id: outbox.id });
  return retried.length;
}
