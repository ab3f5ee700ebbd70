import { and, eq, gt, lte, type SQL } from "drizzle-orm";
import { invitations, roles } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import { actorIdOf, type ServiceContext, type StaffContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { idBefore, pageOf } from "../../../core/page.ts";
import { enqueue } from "../../outbox/enqueue.ts";
import { audit } from "../audit.ts";
import { findByEmail } from "../customers.ts";
import { normalizeEmail } from "../email.ts";
import type { Done } from "../schema.ts";
import { assertActing } from "./assert-acting.ts";
import { invitationEnd } from "./invitation-tokens.ts";
import { isStaff } from "./is-staff.ts";
import { mayHandle } from "./may-handle.ts";
import { findRole } from "./roles.ts";
import type { Invitation, InvitationPage, InviteInput, ListInvitationsInput } from "./schema.ts";

const columns = {
  id: invitations.id,
  email: invitations.email,
  role: invitations.role,
  createdAt: invitations.createdAt,
  expiresAt: invitations.expiresAt,
};

/** Those still open, the first invited first. */
export async function listInvitations(
  { db, clock }: ServiceContext,
  { limit, cursor }: ListInvitationsInput,
): Promise<InvitationPage> {
  const before = idBefore("invitations", cursor);
  const rows = await db
    .select(columns)
    .from(invitations)
    .where(
      and(
        gt(invitations.expiresAt, clock.now()),
        before === undefined ? undefined : gt(invitations.id, before),
      ),
    )
    .orderBy(invitations.id)
    .limit(limit + 1);
  return pageOf("invitations", rows, limit);
}

/**
 * Mails somebody a token with which they join the staff. An address that was invited before gets the new role, and the
 * token it had is worthless.
 * @throws NOT_FOUND for an unknown role; FORBIDDEN for one beyond what the actor may do themselves, also when it is that of
 * the invitation before; EMAIL_TAKEN
 */
export function invite(ctx: StaffContext, { email: typed, role }: InviteInput): Promise<Invitation> {
  const email = normalizeEmail(typed);
  return transact(ctx, async (tx) => {
    if (!mayHandle(tx.actor.permissions, await findRole(tx, role))) throw new AppError("FORBIDDEN");
    const account = await findByEmail(tx, email);
    if (account && (await isStaff(tx, account.id))) throw new AppError("EMAIL_TAKEN");
    await assertActing(tx);
    const now = tx.clock.now();
    await tx.db.delete(invitations).where(lte(invitations.expiresAt, now));
    await assertMayReplace(tx, eq(invitations.email, email));
    const terms = {
      role,
      invitedBy: actorIdOf(tx.actor),
      tokenHash: null,
      createdAt: now,
      expiresAt: invitationEnd(now),
    };
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

/** Makes the token of an open invitation worthless. @throws NOT_FOUND; FORBIDDEN for a role beyond what the actor may do */
export async function withdrawInvitation(ctx: StaffContext, { id }: { id: string }): Promise<Done> {
  await transact(ctx, async (tx) => {
    await assertMayReplace(tx, eq(invitations.id, id));
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

/** An invitation is whoever's may give its role: nobody else takes it from who was invited. @throws FORBIDDEN */
async function assertMayReplace({ db, actor }: StaffContext, which: SQL): Promise<void> {
  const stored = await db
    .select({ role: roles })
    .from(invitations)
    .innerJoin(roles, eq(roles.name, invitations.role))
    .where(which);
  if (!mayHandle(actor.permissions, ...stored.map(({ role }) => role))) throw new AppError("FORBIDDEN");
}
