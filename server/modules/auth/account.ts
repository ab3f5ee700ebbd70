import { and, desc, eq, gt } from "drizzle-orm";
import { customers, sessions } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import { type CustomerContext, type ServiceContext, signedInAs } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { audit } from "./audit.ts";
import { assertUnchanged, findMe } from "./customers.ts";
import { forgetMailTokens } from "./mail-tokens.ts";
import { assertStrong, hashPassword } from "./passwords.ts";
import { provePassword } from "./prove-password.ts";
import type { ChangePasswordInput, Done, Me, SessionInfo } from "./schema.ts";
import { assertSession, endSession, endSessions } from "./sessions.ts";
import { type SignIn, signIn } from "./sign-in.ts";
import { tellOwner } from "./tell-owner.ts";

/** Who is signed in; null for nobody. */
export async function me(ctx: ServiceContext): Promise<Me | null> {
  const actor = signedInAs(ctx.actor);
  return (actor && (await findMe(ctx, actor.customerId))) ?? null;
}

/** Signs the device out that asks, if it is signed in. */
export async function logout(ctx: ServiceContext): Promise<Done> {
  const actor = signedInAs(ctx.actor);
  if (actor) {
    await transact(ctx, async (tx) => {
      await endSession(tx, actor.sessionId);
      await audit(tx, "logout", actor.customerId);
    });
  }
  return { done: true };
}

/**
 * Sets a new password, signs every device out and this one in anew, so that a stolen copy of its token is worthless too.
 * @throws INVALID_CREDENTIALS, BAD_REQUEST for a weak one, RATE_LIMITED; UNAUTHENTICATED when it was signed out meanwhile
 */
export async function changePassword(
  ctx: CustomerContext,
  { password, newPassword }: ChangePasswordInput,
): Promise<SignIn> {
  const { customerId, sessionId } = ctx.actor;
  const customer = await provePassword(ctx, password);
  await assertStrong(newPassword, customer.email, "newPassword");
  const passwordHash = await hashPassword(newPassword);
  return transact(ctx, async (tx) => {
    await assertUnchanged(tx, customer);
    await assertSession(tx, sessionId);
    await tx.db
      .update(customers)
      .set({ passwordHash, updatedAt: tx.clock.now() })
      .where(eq(customers.id, customerId));
    await forgetMailTokens(tx, customerId, "reset-password");
    await endSessions(tx, customerId);
    await audit(tx, "password-changed", customerId);
    await tellOwner(tx, customerId, "password");
    return signIn(tx, { ...customer, passwordHash });
  });
}

/** The devices that are signed in, the last used first. */
export async function listSessions({ db, actor }: CustomerContext): Promise<SessionInfo[]> {
  const rows = await db
    .select({
      id: sessions.id,
      device: sessions.device,
      createdAt: sessions.createdAt,
      lastUsedAt: sessions.lastUsedAt,
    })
    .from(sessions)
    .where(and(eq(sessions.customerId, actor.customerId), gt(sessions.expiresAt, new Date())))
    .orderBy(desc(sessions.lastUsedAt), desc(sessions.id));
  return rows.map((row) => ({ ...row, current: row.id === actor.sessionId }));
}

/** Signs one of the customer's devices out. @throws NOT_FOUND, also for a session of somebody else */
export async function revokeSession(
  ctx: CustomerContext,
  { sessionId }: { sessionId: string },
): Promise<Done> {
  const { customerId } = ctx.actor;
  await transact(ctx, async (tx) => {
    const ended = await tx.db
      .delete(sessions)
      .where(and(eq(sessions.id, sessionId), eq(sessions.customerId, customerId)))
      .returning({ id: sessions.id });
    if (ended.length === 0) throw new AppError("NOT_FOUND");
    await audit(tx, "session-revoked", customerId);
  });
  return { done: true };
}

/** Signs every device out but the one that asks. */
export async function revokeOtherSessions(ctx: CustomerContext): Promise<Done> {
  const { customerId, sessionId } = ctx.actor;
  await transact(ctx, async (tx) => {
    await endSessions(tx, customerId, { except: sessionId });
    await audit(tx, "other-sessions-revoked", customerId);
  });
  return { done: true };
}
