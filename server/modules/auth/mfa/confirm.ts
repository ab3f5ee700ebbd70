import { and, eq, isNull } from "drizzle-orm";
import { recoveryCodes, secondFactors } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { CustomerContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../audit.ts";
import { hashSecret } from "../hash-secret.ts";
import { countCode, forgetCodes } from "../limits.ts";
import { endSessions } from "../sessions.ts";
import { tellOwner } from "../tell-owner.ts";
import { readCode } from "./read-code.ts";
import { newRecoveryCodes } from "./recovery-codes.ts";
import type { ConfirmInput, RecoveryCodes } from "./schema.ts";
import { placeOfSecret, stepOfCode } from "./totp.ts";

/**
 * Asks for the second factor from now on, since a right code has shown that the app has its secret, and signs every
 * other device out: none of them has proved to have it.
 * @throws NOT_FOUND when there is none to confirm, INVALID_CREDENTIALS, RATE_LIMITED
 */
export async function confirm(ctx: CustomerContext, { code }: ConfirmInput): Promise<RecoveryCodes> {
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
  await transact(ctx, async (tx) => {
    const [confirmed] = await tx.db
      .update(secondFactors)
      .set({ confirmedAt: tx.clock.now(), lastStep })
      .where(and(isUnconfirmed(customerId), eq(secondFactors.secret, sealed)))
      .returning({ customerId: secondFactors.customerId });
    if (!confirmed) throw new AppError("NOT_FOUND");
    await tx.db
      .insert(recoveryCodes)
      .values(codes.map((each) => ({ customerId, hash: hashSecret(readCode(each).code) })));
    await endSessions(tx, customerId, { except: sessionId });
    await audit(tx, "mfa-confirmed", customerId);
    await tellOwner(tx, customerId, "second-factor-added");
  });
  await forgetCodes(ctx, customerId);
  return { recoveryCodes: codes };
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
