import { eq, sql } from "drizzle-orm";
import { customers, invitations, staff } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { newId } from "../../../core/ids.ts";
import { ownerRole } from "../../../core/permissions.ts";
import { audit } from "../audit.ts";
import { normalizeEmail } from "../email.ts";
import { assertStrong, hashPassword } from "../passwords.ts";
import type { Credentials } from "../schema.ts";
import { endSessions } from "../sessions.ts";
import { tellOwner } from "../tell-owner.ts";
import { forgetWaysIn } from "./forget-ways-in.ts";

/**
 * Makes an account the owner's, with that password and signed out everywhere: who has the database vouches for it.
 * Opens one where there is none. @throws BAD_REQUEST for a weak password
 */
export async function createOwner(
  ctx: ServiceContext,
  { email: typed, password }: Credentials,
): Promise<{ email: string; opened: boolean }> {
  const email = normalizeEmail(typed);
  await assertStrong(password, email, "password");
  const passwordHash = await hashPassword(password);
  return transact(ctx, async (tx) => {
    await forgetWaysIn(tx, email);
    const id = newId("cus");
    const now = tx.clock.now();
    const set = { passwordHash, status: "active", updatedAt: now } as const;
    const [account = { id }] = await tx.db
      .insert(customers)
      .values({ id, email, emailVerifiedAt: now, createdAt: now, ...set })
      .onConflictDoUpdate({
        target: customers.email,
        set: {
          ...set,
          emailVerifiedAt: sql`coalesce(${customers.emailVerifiedAt}, ${now.getTime()})`,
        },
      })
      .returning({ id: customers.id });
    await tx.db
      .insert(staff)
      .values({ customerId: account.id, role: ownerRole, createdAt: now })
      .onConflictDoUpdate({ target: staff.customerId, set: { role: ownerRole } });
    await tx.db.delete(invitations).where(eq(invitations.email, email));
    await endSessions(tx, account.id);
    await audit(tx, "owner-created", account.id);
    const opened = account.id === id;
    if (!opened) await tellOwner(tx, account.id, "password");
    return { email, opened };
  });
}
