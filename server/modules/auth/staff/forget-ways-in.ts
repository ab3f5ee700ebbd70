import { and, eq, inArray, isNull } from "drizzle-orm";
import { customers, identities, mailTokens } from "../../../../db/schema/index.ts";
import type { TransactionContext } from "../../../core/context.ts";

/**
 * Before an account gets the password of whom its address belongs to: mailed tokens are worthless from then on, and so
 * is whatever else could open one that nobody has verified, since who opened that is unknown.
 */
export async function forgetWaysIn({ db }: TransactionContext, email: string): Promise<void> {
  const account = db.select({ id: customers.id }).from(customers).where(eq(customers.email, email));
  const unverified = db
    .select({ id: customers.id })
    .from(customers)
    .where(and(eq(customers.email, email), isNull(customers.emailVerifiedAt)));
  await db.delete(mailTokens).where(inArray(mailTokens.customerId, account));
  await db.delete(identities).where(inArray(identities.customerId, unverified));
}
