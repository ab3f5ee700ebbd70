import { and, eq, gt, lte } from "drizzle-orm";
import { invitations } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import { actorIdOf, type ServiceContext, type StaffContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { enqueue } from "../../outbox/enqueue.ts";
import { audit } from "../audit.ts";
import { normalizeEmail } from "../email.ts";
import type { Done } from "../schema.ts";
import { assertActing } from "./assert-acting.ts";
import { isStaffEmail } from "./find-members.ts";
import { invitationEnd } from "./invitation-tokens.ts";
import { mayHandle } from "./may-handle.ts";
import { findRole } from "./roles.ts";
import type { Invitation, InviteInput } from "./schema.ts";

const columns = {
  id: invitations.id,
  email: invitations.email,
  role: invitations.role,
  createdAt: invitations.createdAt,
  expiresAt: invitations.expiresAt,
};

/** Those still open, the oldest first. */
export async function listInvitations({ db, clock }: ServiceContext): Promise<Invitation[]> {
  return db
    .select(columns)
    .from(invitations)
    .where(gt(invitations.expiresAt, clock.now()))
    .orderBy(invitations.createdAt, invitations.id);
}

/**
 * Mails somebody a token with which they join the staff. An address that was invited before gets the new role, and the
 * token it had is worthless.
 * @throws NOT_FOUND for an unknown role, FORBIDDEN for one beyond what the actor may do themselves, EMAIL_TAKEN
 */
export function invite(ctx: StaffContext, { email: typed, role }: InviteInput): Promise<Invitation> {
  const email = normalizeEmail(typed);
  return transact(ctx, async (tx) => {
    if (!mayHandle(tx.actor.permissions, await findRole(tx, role))) throw new AppError("FORBIDDEN");
    if (await isStaffEmail(tx, email)) throw new AppError("EMAIL_TAKEN");
    await assertActing(tx);
    const now = tx.clock.now();
    const terms = {
      role,
      invitedBy: actorIdOf(tx.actor),
      tokenHash: null,
      createdAt: now,
      expiresAt: invitationEnd(now),
    };
    await tx.db.delete(invitations).where(lte(invitations.expiresAt, now));
    const [invitation] = await tx.db
      .insert(invitations)
      .values({ id: newId("inv"), email, ...terms })
      .onConflictDoUpdate({ target: invitations.email, set: terms })
      .returning(columns);
    if (!invitation) throw new Error("an invitation was neither made nor changed");
    await enqueue(tx.db, {
      topic: "staff.invited",
      subjectId: invitation.id,
      payload: { invitationId: invitation.id },
      createdAt: now,
    });
    await audit(tx, "staff-invited", invitation.id, { role });
    return invitation;
  });
}

/** Makes the token of an open invitation worthless. @throws NOT_FOUND */
export async function withdrawInvitation(ctx: StaffContext, { id }: { id: string }): Promise<Done> {
  await transact(ctx, async (tx) => {
    const [withdrawn] = await tx.db
      .delete(invitations)
      .where(and(eq(invitations.id, id), gt(invitations.expiresAt, tx.clock.now())))
      .returning({ role: invitations.role });
    if (!withdrawn) throw new AppError("NOT_FOUND");
    await assertActing(tx);
    await audit(tx, "invitation-withdrawn", id, { role: withdrawn.role });
  });
  return { done: true };
}
