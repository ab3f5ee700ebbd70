import { eq, sql } from "drizzle-orm";
import { customers } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { audit } from "./audit.ts";
import { findByEmail, findById } from "./customers.ts";
import { normalizeEmail } from "./email.ts";
import { countAddress, countMail, countProof } from "./limits.ts";
import { ownerOfToken, spendMailToken } from "./mail-tokens.ts";
import { forgetIdentities } from "./oauth/identities.ts";
import { assertStrong, hashPassword } from "./passwords.ts";
import type { Done } from "./schema.ts";
import { endSessions } from "./sessions.ts";
import { tellOwner } from "./tell-owner.ts";

/**
 * Mails a token to set a new password with, if there is an account. The answer does not tell, nor does its time: the
 * same is written for an account that is not there, and what the mail needs is made when it is sent.
 * @throws RATE_LIMITED
 */
export async function requestPasswordReset(ctx: ServiceContext, input: { email: string }): Promise<Done> {
  const email = normalizeEmail(input.email);
  const mayMail = await countMail(ctx, email);
  const customer = await findByEmail(ctx, email);
  await transact(ctx, async (tx) => {
    await audit(tx, "password-reset-requested", customer?.id ?? null);
    if (!mayMail) return; // too many were asked for, by others too
    const customerId = customer?.id ?? newId("cus"); // of nobody: no mail is sent then
    await enqueue(tx.db, {
      topic: "customer.password-reset-requested",
      subjectId: customerId,
      payload: { customerId },
      createdAt: tx.clock.now(),
    });
  });
  return { done: true };
}

/**
 * Sets a new password by the token that was mailed, and signs every device out. Who reads the mailbox has thereby
 * proved that it is theirs.
 * @throws TOKEN_EXPIRED, BAD_REQUEST for a weak password, RATE_LIMITED
 */
export async function resetPassword(
  ctx: ServiceContext,
  { token, newPassword }: { token: string; newPassword: string },
): Promise<Done> {
  await countAddress(ctx);
  const owner = await findById(ctx, await ownerOfToken(ctx, token, "reset-password"));
  if (!owner) throw new AppError("TOKEN_EXPIRED");
  await countProof(ctx, owner.id);
  await assertStrong(newPassword, owner.email, "newPassword");
  const passwordHash = await hashPassword(newPassword);
  await transact(ctx, async (tx) => {
    const customerId = await spendMailToken(tx, token, "reset-password");
    const now = tx.clock.now();
    await tx.db
      .update(customers)
      .set({
        passwordHash,
        emailVerifiedAt: sql`coalesce(${customers.emailVerifiedAt}, ${now.getTime()})`,
        updatedAt: now,
      })
      .where(eq(customers.id, customerId));
    await forgetIdentities(tx, customerId); // who resets may have lost the account, also to who linked it
    await endSessions(tx, customerId);
    await audit(tx, "password-reset", customerId);
    await tellOwner(tx, customerId, "password");
  });
  return { done: true };
}
