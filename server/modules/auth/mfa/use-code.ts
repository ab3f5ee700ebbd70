import { and, eq, isNotNull, lt } from "drizzle-orm";
import { recoveryCodes, secondFactors } from "../../../../db/schema/index.ts";
import type { ServiceContext, TransactionContext } from "../../../core/context.ts";
import { audit } from "../audit.ts";
import { hashSecret } from "../hash-secret.ts";
import { readCode } from "./read-code.ts";
import { placeOfSecret, stepOfCode } from "./totp.ts";

/** Whether the customer has confirmed a second factor. */
export async function hasSecondFactor(ctx: ServiceContext, customerId: string): Promise<boolean> {
  return (await activeSecret(ctx, customerId)) !== undefined;
}

/**
 * Uses a code of the app or a recovery code up, and answers whether it was right: one that was used before is not, and
 * of two uses at once one is.
 */
export async function useCode(tx: TransactionContext, customerId: string, typed: string): Promise<boolean> {
  const { type, code } = readCode(typed);
  return type === "totp" ? useTotp(tx, customerId, code) : useRecoveryCode(tx, customerId, code);
}

async function useTotp(tx: TransactionContext, customerId: string, code: string): Promise<boolean> {
  const sealed = await activeSecret(tx, customerId);
  if (sealed === undefined) return false;
  const place = placeOfSecret(customerId);
  const secret = await tx.vault.open(sealed, place);
  const step = stepOfCode(secret, code, tx.clock.now());
  if (step === undefined) return false;
  const used = await tx.db
    .update(secondFactors)
    // Sealed anew by today's key: so the older ones, and what was stored without, go out of use.
    .set({ lastStep: step, secret: await tx.vault.seal(secret, place) })
    .where(
      and(
        eq(secondFactors.customerId, customerId),
        eq(secondFactors.secret, sealed),
        lt(secondFactors.lastStep, step),
      ),
    )
    .returning({ customerId: secondFactors.customerId });
  return used.length > 0;
}

async function useRecoveryCode(tx: TransactionContext, customerId: string, code: string): Promise<boolean> {
  const used = await tx.db
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.customerId, customerId), eq(recoveryCodes.hash, hashSecret(code))))
    .returning({ customerId: recoveryCodes.customerId });
  if (used.length > 0) await audit(tx, "recovery-code-used", customerId);
  return used.length > 0;
}

/** As it is stored. */
async function activeSecret({ db }: ServiceContext, customerId: string): Promise<string | undefined> {
  const [factor] = await db
    .select({ secret: secondFactors.secret })
    .from(secondFactors)
    .where(and(eq(secondFactors.customerId, customerId), isNotNull(secondFactors.confirmedAt)));
  return factor?.secret;
}
