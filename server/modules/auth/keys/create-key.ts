import { eq } from "drizzle-orm";
import type { Permission } from "../../../../db/enums.ts";
import { apiKeys, roles, staff } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import { actorIdOf, type StaffContext, type TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { mayGrant, permissionsOf } from "../../../core/permissions.ts";
import { newApiKey } from "../api-keys.ts";
import { audit } from "../audit.ts";
import { presentKey } from "./present-key.ts";
import type { CreatedKey, CreateKeyInput } from "./schema.ts";

/**
 * Makes a key, which only this answer holds.
 * @throws FORBIDDEN for a scope that its maker does not have, BAD_REQUEST for one that has expired before it is made
 */
export async function createKey(
  ctx: StaffContext,
  { name, scopes, expiresAt = null }: CreateKeyInput,
): Promise<CreatedKey> {
  const now = ctx.clock.now();
  if (expiresAt && expiresAt <= now) {
    throw new AppError("BAD_REQUEST", { issues: [{ path: "expiresAt", message: "Not in the future" }] });
  }
  const { key, hash, start } = newApiKey();
  const row: typeof apiKeys.$inferSelect = {
    id: newId("key"),
    name,
    hash,
    start,
    scopes,
    createdBy: actorIdOf(ctx.actor),
    createdAt: now,
    lastUsedAt: null,
    expiresAt,
    revokedAt: null,
  };
  await transact(ctx, async (tx) => {
    const own = await permissionsNow(tx, ctx.actor);
    if (!own.has("keys:write") || !mayGrant(own, scopes)) throw new AppError("FORBIDDEN");
    await tx.db.insert(apiKeys).values(row);
    await audit(tx, "api-key-created", row.id, { name, scopes });
  });
  return { apiKey: presentKey(row), key };
}

/** What the maker may do at this moment: a role that was taken away since they asked must not live on in a key. */
async function permissionsNow(
  { db }: TransactionContext,
  actor: StaffContext["actor"],
): Promise<ReadonlySet<Permission>> {
  if (actor.type === "key") return actor.permissions;
  const [member] = await db
    .select({ role: staff.role, permissions: roles.permissions })
    .from(staff)
    .innerJoin(roles, eq(roles.name, staff.role))
    .where(eq(staff.customerId, actor.customerId));
  return member ? permissionsOf(member.role, member.permissions) : new Set();
}
