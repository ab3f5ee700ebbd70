import { and, eq, isNull } from "drizzle-orm";
import { customers } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { newId } from "../../core/ids.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { audit } from "./audit.ts";
import { findByEmail, findById } from "./customers.ts";
import { normalizeEmail } from "./email.ts";
import { countAddress, countGuess, countMail } from "./limits.ts";
import { ownerOfToken, spendMailToken } from "./mail-tokens.ts";
import { provedBy } from "./passwords.ts";
import type { Done } from "./schema.ts";

/**
 * Proves that the customer reads the address of the account, by the token that was mailed there, and that it is they who
 * opened it, by its password: a mailbox's owner must not bring an account to life that somebody else waits to use.
 * @throws TOKEN_EXPIRED, INVALID_CREDENTIALS, RATE_LIMITED
 */
export async function verifyEmail(
  ctx: ServiceContext,
  { token, password }: { token: string; password: string },
): Promise<Done> {
  await countAddress(ctx);
  const owner = await findById(ctx, await ownerOfToken(ctx, token, "verify-email"));
  if (!owner) throw new AppError("TOKEN_EXPIRED");
  await countGuess(ctx, owner.email);
  const proved = await provedBy(password, owner);
  if (!proved) {
    await audit(ctx, "proof-failed", owner.id);
    throw new AppError("INVALID_CREDENTIALS");
  }
  await transact(ctx, async (tx) => {
    await spendMailToken(tx, token, "verify-email");
    const verified = await tx.db
      .update(customers)
      .set({ emailVerifiedAt: tx.clock.now() })
      .where(
        and(
          eq(customers.id, owner.id),
          eq(customers.passwordHash, proved.passwordHash),
          isNull(customers.emailVerifiedAt),
        ),
      )
      .returning({ id: customers.id });
    if (verified.length === 0) throw new AppError("INVALID_CREDENTIALS"); // registered anew meanwhile
    await audit(tx, "email-verified", owner.id);
  });
  return { done: true };
}

/**
 * Mails the token once more, if there is an account to verify. The answer does not tell, nor does its time.
 * @throws RATE_LIMITED
 */
export async function resendVerification(ctx: ServiceContext, input: { email: string }): Promise<Done> {
  const email = normalizeEmail(input.email);
  const mayMail = await countMail(ctx, email);
  const customer = await findByEmail(ctx, email);
  await transact(ctx, async (tx) => {
    await audit(tx, "verification-requested", customer?.id ?? null);
    if (!mayMail) return; // too many were asked for, by others too
    const customerId = customer?.id ?? newId("cus"); // of nobody: no mail is sent then, as to a verified one
    await enqueue(tx.db, {
      topic: "customer.verification-requested",
      subjectId: customerId,
      payload: { customerId },
      createdAt: tx.clock.now(),
    });
  });
  return { done: true };
}
