import { and, eq, isNull, or } from "drizzle-orm";
import { auditEvents, carts, invitations } from "../../../db/schema/index.ts";
import type { TransactionContext } from "../../core/context.ts";
import type { CustomerRow } from "../auth/customers.ts";
import { forgetAnswers } from "../idempotency/answers.ts";

type Who = Pick<CustomerRow, "id" | "email">;

/**
 * Forgets what was answered to the customer and what tells of them in answers to others: of a cart that they began as a
 * guest, or to staff who looked after them. Before `forgetPurchases`, which takes the carts away.
 */
export async function forgetStoredAnswers(
  { db, clock }: TransactionContext,
  { id, email }: Who,
): Promise<void> {
  const own = await db.select({ id: carts.id }).from(carts).where(eq(carts.customerId, id));
  const words = [id, email, ...own.map((cart) => cart.id)];
  await forgetAnswers(db, { scope: id, words, now: clock.now() });
}

/** Nobody asks an address to join the staff whose owner is gone. */
export async function forgetInvitation({ db }: TransactionContext, { email }: Who): Promise<void> {
  await db.delete(invitations).where(eq(invitations.email, email));
}

/**
 * The log keeps what the customer did, and when: it is there for when things have gone wrong. From where they did it, and
 * with what, goes with them. What others did to them is the others' and stays; of a sign-in that failed nobody knows whose
 * it was, and it counts as theirs.
 */
export async function forgetWhereabouts({ db }: TransactionContext, { id }: Who): Promise<void> {
  const byThemselves = and(eq(auditEvents.subjectId, id), isNull(auditEvents.actorId));
  await db
    .update(auditEvents)
    .set({ address: null, device: "" })
    .where(or(eq(auditEvents.actorId, id), byThemselves));
}
