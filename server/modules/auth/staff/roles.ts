import { and, eq, gt, inArray, lte, sql } from "drizzle-orm";
import { brokenConstraint } from "../../../../db/errors.ts";
import { invitations, mfaChallenges, roles, sessions, staff } from "../../../../db/schema/index.ts";
import { type Transaction, transact } from "../../../../db/transaction.ts";
import type { ServiceContext, StaffContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { idBefore, pageOf } from "../../../core/page.ts";
import { mayGrant, ownerRole, permissionsOf } from "../../../core/permissions.ts";
import { audit } from "../audit.ts";
import type { Done } from "../schema.ts";
import { assertActing } from "./assert-acting.ts";
import { mayHandle } from "./may-handle.ts";
import type { ListRolesInput, Role, RolePage, SaveRoleInput } from "./schema.ts";
import { takeBackFromRole } from "./take-back.ts";

type RoleRow = typeof roles.$inferSelect;

/** By name. */
export async function listRoles(
  { db }: ServiceContext,
  { limit, cursor }: ListRolesInput,
): Promise<RolePage> {
  const before = idBefore("roles", cursor);
  const rows = await db
    .select()
    .from(roles)
    .where(before === undefined ? undefined : gt(roles.name, before))
    .orderBy(roles.name)
    .limit(limit + 1);
  const page = pageOf(
    "roles",
    rows.map((row) => ({ ...row, id: row.name })),
    limit,
  );
  return { ...page, items: page.items.map(presentRole) };
}

/** @throws NOT_FOUND */
export async function findRole(ctx: ServiceContext, name: string): Promise<RoleRow> {
  const role = await lookUp(ctx, name);
  if (!role) throw new AppError("NOT_FOUND");
  return role;
}

async function lookUp({ db }: ServiceContext, name: string): Promise<RoleRow | undefined> {
  const [role] = await db.select().from(roles).where(eq(roles.name, name));
  return role;
}

/**
 * Makes a role, or changes the one that was seen, signs out whoever has it and takes back what they gave beyond it.
 * @throws FORBIDDEN beyond what the actor may do themselves, and for their own role; CONFLICT for the owner's;
 * VERSION_CONFLICT when it was changed, or is there already; NOT_FOUND when it is there no more
 */
export function saveRole(ctx: StaffContext, input: SaveRoleInput): Promise<Role> {
  const { name, permissions, version } = input;
  return transact(ctx, async (tx) => {
    if (!mayGrant(tx.actor.permissions, permissions)) throw new AppError("FORBIDDEN");
    const before = await lookUp(tx, name);
    if (before) assertMayChange(tx, before);
    else if (version !== undefined) throw new AppError("NOT_FOUND");
    else if (name === ownerRole) throw new AppError("CONFLICT"); // nobody makes themselves one
    const now = tx.clock.now();
    const [saved] = await tx.db
      .insert(roles)
      .values({ name, permissions, createdAt: now, updatedAt: now })
      .onConflictDoUpdate({
        target: roles.name,
        set: { permissions, version: sql`${roles.version} + 1`, updatedAt: now },
        setWhere: eq(roles.version, version ?? 0), // none has that one: a new role is not written over one
      })
      .returning();
    if (!saved) {
      const { version: current } = await findRole(tx, name);
      throw new AppError("VERSION_CONFLICT", { current });
    }
    await assertActing(tx);
    await endSessionsOfRole(tx.db, name);
    await takeBackFromRole(tx, saved);
    await audit(tx, "role-saved", name, { permissions });
    return presentRole(saved);
  });
}

/** @throws NOT_FOUND, FORBIDDEN as for `saveRole`, CONFLICT while somebody has it or is invited to it */
export async function removeRole(ctx: StaffContext, { name }: { name: string }): Promise<Done> {
  await transact(ctx, async (tx) => {
    assertMayChange(tx, await findRole(tx, name));
    await assertActing(tx);
    const tooOld = lte(invitations.expiresAt, tx.clock.now());
    await tx.db.delete(invitations).where(and(eq(invitations.role, name), tooOld));
    await deleteUnused(tx.db, name);
    await audit(tx, "role-removed", name);
  });
  return { done: true };
}

async function deleteUnused(db: Transaction, name: string): Promise<void> {
  try {
    await db.delete(roles).where(eq(roles.name, name));
  } catch (error) {
    if (brokenConstraint(error) === "FOREIGN KEY") throw new AppError("CONFLICT");
    throw error;
  }
}

function assertMayChange({ actor }: StaffContext, role: RoleRow): void {
  if (role.name === ownerRole) throw new AppError("CONFLICT");
  const own = actor.type === "staff" && actor.role === role.name;
  if (own || !mayHandle(actor.permissions, role)) throw new AppError("FORBIDDEN");
}

async function endSessionsOfRole(db: Transaction, role: string): Promise<void> {
  const members = db.select({ id: staff.customerId }).from(staff).where(eq(staff.role, role));
  await db.delete(sessions).where(inArray(sessions.customerId, members));
  await db.delete(mfaChallenges).where(inArray(mfaChallenges.customerId, members));
}

function presentRole({ name, permissions, version }: RoleRow): Role {
  return { name, permissions: [...permissionsOf(name, permissions)], version };
}
