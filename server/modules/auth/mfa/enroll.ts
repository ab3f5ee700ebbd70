import { isNull } from "drizzle-orm";
import { secondFactors } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { CustomerContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../audit.ts";
import { assertUnchanged } from "../customers.ts";
import { provePassword } from "../prove-password.ts";
import { assertSession } from "../sessions.ts";
import type { EnrollInput, Enrollment } from "./schema.ts";
import { newTotpSecret, placeOfSecret, totpUri } from "./totp.ts";

/**
 * Makes a secret for an authenticator app, which is asked for once it is confirmed; one that was not confirmed is replaced.
 * @throws INVALID_CREDENTIALS, RATE_LIMITED; CONFLICT when a confirmed one is there, which must be disabled first;
 * UNAUTHENTICATED when it was signed out meanwhile
 */
export async function enroll(ctx: CustomerContext, { password }: EnrollInput): Promise<Enrollment> {
  const customer = await provePassword(ctx, password);
  const { id: customerId, email } = customer;
  const secret = newTotpSecret();
  const sealed = await ctx.vault.seal(secret, placeOfSecret(customerId));
  await transact(ctx, async (tx) => {
    await assertUnchanged(tx, customer);
    await assertSession(tx, ctx.actor.sessionId);
    const createdAt = tx.clock.now();
    const [enrolled] = await tx.db
      .insert(secondFactors)
      .values({ customerId, secret: sealed, createdAt })
      .onConflictDoUpdate({
        target: secondFactors.customerId,
        set: { secret: sealed, createdAt },
        setWhere: isNull(secondFactors.confirmedAt),
      })
      .returning({ customerId: secondFactors.customerId });
    if (!enrolled) throw new AppError("CONFLICT");
    await audit(tx, "mfa-enrolled", customerId);
  });
  return { uri: totpUri(secret, email), secret };
}
