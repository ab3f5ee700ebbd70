import { and, eq, isNull, lte } from "drizzle-orm";
import { apiKeys } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { StaffContext, TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { mayGrant } from "../../../core/permissions.ts";
import { newApiKey } from "../api-keys.ts";
import { audit } from "../audit.ts";
import { provePassword } from "../prove-password.ts";
import { assertSession } from "../sessions.ts";
import { tellOwner } from "../tell-owner.ts";
import { presentKey } from "./present-key.ts";
import type { CreatedKey, CreateKeyInput } from "./schema.ts";

/**
 * Makes a key, which only this answer holds, and tells its maker by mail: it outlives the session that it was made in,
 * so that whoever stole that must not be able to make one, nor to make one unseen.
 * @throws FORBIDDEN for a scope that its maker does not have, and for keys; BAD_REQUEST for one that has expired before it
 * is made; INVALID_CREDENTIALS, RATE_LIMITED; CONFLICT when its maker has a live one of that name, such as from the same
 * request before
 */
export async function createKey(
  ctx: StaffContext,
  { name, scopes, expiresAt = null, password }: CreateKeyInput,
): Promise<CreatedKey> {
  const { actor } = ctx;
  if (actor.type === "key" || !mayGrant(actor.permissions, scopes)) throw new AppError("FORBIDDEN");
  const now = ctx.clock.now();
  if (expiresAt && expiresAt <= now) {
    throw new AppError("BAD_REQUEST", { issues: [{ path: "expiresAt", message: "Not in the future" }] });
  }
  const { id: createdBy } = await provePassword({ ...ctx, actor }, password);
  const { key, hash, start } = newApiKey();
  const id = newId("key");
  const row = await transact(ctx, async (tx) => {
    await assertSession(tx, actor.sessionId); // a reset or a changed role would have ended it
    await freeNameOfExpired(tx, { createdBy, name });
    const [made] = await tx.db
      .insert(apiKeys)
      .values({ id, name, hash, start, scopes, createdBy, createdAt: now, expiresAt })
      .onConflictDoNothing()
      .returning();
    if (!made) throw new AppError("CONFLICT");
    await audit(tx, "api-key-created", id, { name, scopes });
    await tellOwner(tx, createdBy, "api-key-created");
    return made;
  });
  return { apiKey: presentKey(row), key };
}

/** A key that has expired is worthless, but its name is taken until it is revoked. */
async function freeNameOfExpired(
  { db, clock }: TransactionContext,
  { createdBy, name }: { createdBy: string; name: string },
): Promise<void> {
  const expired = lte(apiKeys.expiresAt, clock.now());
  await db
    .update(apiKeys)
    .set({ revokedAt: apiKeys.expiresAt })
    .where(and(eq(apiKeys.createdBy, createdBy), eq(apiKeys.name, name), isNull(apiKeys.revokedAt), expired));
}
