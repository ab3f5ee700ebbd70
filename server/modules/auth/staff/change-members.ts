import { aliasedTable, and, eq, exists, ne, or } from "drizzle-orm";
import { customers, roles, staff } from "../../../../db/schema/index.ts";
import { type Transaction, transact } from "../../../../db/transaction.ts";
import { type StaffContext, signedInAs } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { ownerRole, permissionsOf } from "../../../core/permissions.ts";
import { audit } from "../audit.ts";
import type { Done } from "../schema.ts";
import { endSessions } from "../sessions.ts";
import { assertActing } from "./assert-acting.ts";
import { findMember } from "./find-members.ts";
import { mayHandle } from "./may-handle.ts";
import { findRole } from "./roles.ts";
import type { Member, SetRoleInput } from "./schema.ts";
import { takeBack } from "./take-back.ts";

/**
 * Gives a member of staff another role, signs them out everywhere and takes back what they gave beyond it.
 * @throws NOT_FOUND for who is not of the staff, and for an unknown role; FORBIDDEN for oneself, and beyond what the
 * actor may do themselves; CONFLICT when nobody would be left as owner
 */
export function setRole(ctx: StaffContext, { customerId, role }: SetRoleInput): Promise<Member> {
  return transact(ctx, async (tx) => {
    const before = await roleOf(tx, customerId);
    const wanted = await findRole(tx, role);
    assertMayHandle(tx, customerId, before, wanted);
    const changed = await tx.db
      .update(staff)
      .set({ role })
      .where(
        and(eq(staff.customerId, customerId), or(eq(staff.role, role), leavesAnOwner(tx.db, customerId))),
      )
      .returning({ customerId: staff.customerId });
    if (changed.length === 0) throw new AppError("CONFLICT");
    await assertActing(tx);
    await endSessions(tx, customerId);
    await takeBack(tx, customerId, permissionsOf(role, wanted.permissions));
    await audit(tx, "role-given", customerId, { role, before: before.name });
    const member = await findMember(tx, customerId);
    if (!member) throw new AppError("NOT_FOUND");
    return member;
  });
}

/**
 * Takes somebody off the staff, with their API keys and open invitations, and signs them out everywhere; the account
 * stays as a customer's. @throws as `setRole`
 */
export async function removeMember(ctx: StaffContext, { customerId }: { customerId: string }): Promise<Done> {
  await transact(ctx, async (tx) => {
    const before = await roleOf(tx, customerId);
    assertMayHandle(tx, customerId, before);
    const removed = await tx.db
      .delete(staff)
      .where(and(eq(staff.customerId, customerId), leavesAnOwner(tx.db, customerId)))
      .returning({ customerId: staff.customerId });
    if (removed.length === 0) throw new AppError("CONFLICT");
    await assertActing(tx);
    await endSessions(tx, customerId);
    await takeBack(tx, customerId, null);
    await audit(tx, "staff-removed", customerId, { before: before.name });
  });
  return { done: true };
}

type RoleRow = Awaited<ReturnType<typeof findRole>>;

/** What a member of staff may do now. @throws NOT_FOUND for who is none */
async function roleOf({ db }: StaffContext, customerId: string): Promise<RoleRow> {
  const [found] = await db
    .select({ role: roles })
    .from(staff)
    .innerJoin(roles, eq(roles.name, staff.role))
    .where(eq(staff.customerId, customerId));
  if (!found) throw new AppError("NOT_FOUND");
  return found.role;
}

function assertMayHandle({ actor }: StaffContext, customerId: string, ...handled: RoleRow[]): void {
  const oneself = signedInAs(actor)?.customerId === customerId;
  if (oneself || !mayHandle(actor.permissions, ...handled)) throw new AppError("FORBIDDEN");
}

/** Of two owners who take the role from each other at once, the second finds no other left. One who is blocked is none. */
function leavesAnOwner(db: Transaction, customerId: string) {
  const others = aliasedTable(staff, "others");
  const otherOwner = db
    .select({ id: others.customerId })
    .from(others)
    .innerJoin(customers, and(eq(customers.id, others.customerId), eq(customers.status, "active")))
    .where(and(eq(others.role, ownerRole), ne(others.customerId, customerId)));
  return or(ne(staff.role, ownerRole), exists(otherOwner));
}
