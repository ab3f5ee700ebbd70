import { and, eq } from "drizzle-orm";
import { brokenConstraint } from "../../../db/errors.ts";
import { customers } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { CustomerContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { audit } from "../auth/audit.ts";
import { provePassword } from "../auth/prove-password.ts";
import type { Done } from "../auth/schema.ts";
import { assertSession } from "../auth/sessions.ts";
import { forgetPurchases } from "./forget-purchases.ts";
import { forgetTimelines } from "./forget-timelines.ts";
import { forgetInvitation, forgetStoredAnswers, forgetWhereabouts } from "./forget-traces.ts";

/**
 * Forgets the customer for good, with their addresses and sessions. The audit log keeps what happened, but not from where
 * they did it, and the books keep the orders, as the law asks of a shop, but not who bought.
 * @throws INVALID_CREDENTIALS, RATE_LIMITED, CONFLICT when the password changed meanwhile, and for staff, who leave the
 * staff first; UNAUTHENTICATED when it was signed out meanwhile
 */
export async function deleteAccount(ctx: CustomerContext, { password }: { password: string }): Promise<Done> {
  const customer = await provePassword(ctx, password);
  const { id, passwordHash } = customer;
  await transact(ctx, async (tx) => {
    const { db } = tx;
    await assertSession(tx, ctx.actor.sessionId);
    await forgetStoredAnswers(tx, customer);
    await forgetTimelines(tx, id);
    await forgetPurchases(tx, id); // first: they lose the customer's id with the customer
    const deleted = await db
      .delete(customers)
      .where(and(eq(customers.id, id), eq(customers.passwordHash, passwordHash)))
      .returning({ id: customers.id })
      .catch(refuseStaff);
    if (deleted.length === 0) throw new AppError("CONFLICT");
    await forgetInvitation(tx, customer);
    await audit(tx, "account-deleted", id);
    await forgetWhereabouts(tx, customer);
  });
  return { done: true };
}

/** Of all that names a customer, only a place among the staff keeps one from going. */
function refuseStaff(error: unknown): never {
  throw brokenConstraint(error) === "FOREIGN KEY" ? new AppError("CONFLICT") : error;
}
