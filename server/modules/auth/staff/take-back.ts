import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Permission } from "../../../../db/enums.ts";
import { apiKeys, invitations, roles, staff } from "../../../../db/schema/index.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { knownPermissions, mayGrant, permissionsOf } from "../../../core/permissions.ts";
import { audit } from "../audit.ts";
import { mayHandle } from "./may-handle.ts";

type Tx = StaffContext & TransactionContext;

/**
 * After somebody's rights were changed: takes back what they gave to others and could not give any more, that is, their
 * invitations that are open and their API keys. All of it when `rights` is null, for who is of the staff no longer.
 */
export async function takeBack(
  tx: Tx,
  memberId: string,
  rights: ReadonlySet<Permission> | null,
): Promise<void> {
  await takeBackInvitations(tx, memberId, rights);
  await takeBackKeys(tx, memberId, rights);
}

/** The same for everybody who has a role, after it was changed. */
export async function takeBackFromRole(tx: Tx, role: typeof roles.$inferSelect): Promise<void> {
  const members = await tx.db.select({ id: staff.customerId }).from(staff).where(eq(staff.role, role.name));
  for (const { id } of members) await takeBack(tx, id, permissionsOf(role.name, role.permissions));
}

async function takeBackInvitations(
  tx: Tx,
  memberId: string,
  rights: ReadonlySet<Permission> | null,
): Promise<void> {
  const sent = await tx.db
    .select({ id: invitations.id, role: roles })
    .from(invitations)
    .innerJoin(roles, eq(roles.name, invitations.role))
    .where(eq(invitations.invitedBy, memberId));
  for (const { id, role } of sent.filter((each) => !rights || !mayHandle(rights, each.role))) {
    await tx.db.delete(invitations).where(eq(invitations.id, id));
    await audit(tx, "invitation-withdrawn", id, { role: role.name });
  }
}

async function takeBackKeys(tx: Tx, memberId: string, rights: ReadonlySet<Permission> | null): Promise<void> {
  const live = await tx.db
    .select({ id: apiKeys.id, name: apiKeys.name, scopes: apiKeys.scopes })
    .from(apiKeys)
    .where(and(eq(apiKeys.createdBy, memberId), isNull(apiKeys.revokedAt)));
  const beyond = live.filter(({ scopes }) => !rights || !mayGrant(rights, knownPermissions(scopes)));
  const ids = beyond.map(({ id }) => id);
  await tx.db.update(apiKeys).set({ revokedAt: tx.clock.now() }).where(inArray(apiKeys.id, ids));
  for (const { id, name, scopes } of beyond) await audit(tx, "api-key-revoked", id, { name, scopes });
}
