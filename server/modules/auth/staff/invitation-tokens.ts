import { and, eq, gt } from "drizzle-orm";
import { invitations } from "../../../../db/schema/index.ts";
import type { ServiceContext, TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { randomToken } from "../../../core/ids.ts";
import { hashSecret } from "../hash-secret.ts";

/** In milliseconds. */
const lifetime = 7 * 24 * 60 * 60 * 1000;

/** When an invitation ends that is sent now. */
export function invitationEnd(now: Date): Date {
  return new Date(now.getTime() + lifetime);
}

/**
 * A new token for the mail of an invitation, the only one from now on, and whom it is for; undefined when the
 * invitation is no longer open. The database gets its hash alone.
 */
export async function mintInvitationToken(
  { db, clock }: ServiceContext,
  id: string,
): Promise<{ email: string; role: string; token: string } | undefined> {
  const token = randomToken();
  const now = clock.now();
  const [minted] = await db
    .update(invitations)
    .set({ tokenHash: hashSecret(token), expiresAt: invitationEnd(now) })
    .where(and(eq(invitations.id, id), gt(invitations.expiresAt, now)))
    .returning({ email: invitations.email, role: invitations.role });
  return minted && { ...minted, token };
}

/** The address that a token invites. @throws TOKEN_EXPIRED for one that was used, is too old or was never given */
export async function emailOfInvitation({ db, clock }: ServiceContext, token: string): Promise<string> {
  const [found] = await db
    .select({ email: invitations.email })
    .from(invitations)
    .where(live(token, clock.now()));
  if (!found) throw new AppError("TOKEN_EXPIRED");
  return found.email;
}

/** Uses a token up and answers the role it gives; of two who use it at once, one does. @throws TOKEN_EXPIRED */
export async function spendInvitationToken(
  { db, clock }: TransactionContext,
  token: string,
): Promise<{ role: string; invitedBy: string | null }> {
  const [spent] = await db
    .delete(invitations)
    .where(live(token, clock.now()))
    .returning({ role: invitations.role, invitedBy: invitations.invitedBy });
  if (!spent) throw new AppError("TOKEN_EXPIRED");
  return spent;
}

function live(token: string, now: Date) {
  return and(eq(invitations.tokenHash, hashSecret(token)), gt(invitations.expiresAt, now));
}
