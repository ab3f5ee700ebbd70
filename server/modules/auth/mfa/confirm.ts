import { and, eq, isNull } from "drizzle-orm";
import { recoveryCodes, secondFactors } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { CustomerContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../audit.ts";
import { findById } from "../customers.ts";
import { hashSecret } from "../hash-secret.ts";
import { countCode, forgetCodes } from "../limits.ts";
import { assertSession, endSessions } from "../sessions.ts";
import { type SignIn, signIn } from "../sign-in.ts";
import { tellOwner } from "../tell-owner.ts";
import { readCode } from "./read-code.ts";
import { newRecoveryCodes } from "./recovery-codes.ts";
import type { ConfirmInput } from "./schema.ts";
import { placeOfSecret, stepOfCode } from "./totp.ts";

/**
 * Asks for the second factor from now on, since a right code has shown that the app has its secret. Signs every device
 * out, since none has proved to have it, and this one in anew: a stolen copy of its token has not either.
 * @throws NOT_FOUND when there is none to confirm, INVALID_CREDENTIALS, RATE_LIMITED; UNAUTHENTICATED when it was
 * signed out meanwhile
 */
export async function confirm(
  ctx: CustomerContext,
  { code }: Pick<ConfirmInput, "code">,
): Promise<SignIn & { recoveryCodes: string[] }> {
  const { customerId, sessionId } = ctx.actor;
  const sealed = await unconfirmedSecret(ctx, customerId);
  if (sealed === undefined) throw new AppError("NOT_FOUND");
  await countCode(ctx, customerId);
  const secret = await ctx.vault.open(sealed, placeOfSecret(customerId));
  const lastStep = stepOfCode(secret, readCode(code).code, ctx.clock.now());
  if (lastStep === undefined) {
    await audit(ctx, "mfa-failed", customerId);
    throw new AppError("INVALID_CREDENTIALS");
  }
  const codes = newRecoveryCodes();
  const signedIn = await transact(ctx, async (tx) => {
    await assertSession(tx, sessionId);
    const customer = await findById(tx, customerId);
    if (!customer) throw new AppError("UNAUTHENTICATED");
    const [confirmed] = await tx.db
      .update(secondFactors)
      .set({ confirmedAt: tx.clock.now(), lastStep })
      .where(and(isUnconfirmed(customerId), eq(secondFactors.secret, sealed)))
      .returning({ customerId: secondFactors.customerId });
    if (!confirmed) throw new AppError("NOT_FOUND");
    await tx.db
      .insert(recoveryCodes)
      .values(codes.map((each) => ({ customerId, hash: hashSecret(readCode(each).code) })));
    await endSessions(tx, customerId);
    await audit(tx, "mfa-confirmed", customerId);
    await tellOwner(tx, customerId, "second-factor-added");
    return signIn(tx, customer);
  });
  await forgetCodes(ctx, customerId);
  return { ...signedIn, recoveryCodes: codes };
}

/** As it is stored. */
async function unconfirmedSecret({ db }: CustomerContext, customerId: string): Promise<string | undefined> {
  const [factor] = await db
    .select({ secret: secondFactors.secret })
    .from(secondFactors)
    .where(isUnconfirmed(customerId));
  return factor?.secret;
}

function isUnconfirmed(customerId: string) {
  return and(eq(secondFactors.customerId, customerId), isNull(secondFactors.confirmedAt));
}
