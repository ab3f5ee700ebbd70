import { eq, inArray } from "drizzle-orm";
import { customers, identities, mailTokens } from "../../../../db/schema/index.ts";
import type { TransactionContext } from "../../../core/context.ts";

/**
 * Before the account of an address becomes one of staff, whose only way in is its password: tokens that were mailed are
 * worthless from then on, and links to providers are gone.
 */
export async function forgetWaysIn({ db }: TransactionContext, email: string): Promise<void> {
  const account = db.select({ id: customers.id }).from(customers).where(eq(customers.email, email));
  await db.delete(mailTokens).where(inArray(mailTokens.customerId, account));
  await db.delete(identities).where(inArray(identities.customerId, account));
}
