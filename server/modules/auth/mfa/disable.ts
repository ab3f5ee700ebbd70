import { eq } from "drizzle-orm";
import { secondFactors } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { CustomerContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../audit.ts";
import { assertUnchanged } from "../customers.ts";
import { countCode, forgetCodes } from "../limits.ts";
import { provePassword } from "../prove-password.ts";
import type { Done } from "../schema.ts";
import { assertSession } from "../sessions.ts";
import { tellOwner } from "../tell-owner.ts";
import type { DisableInput } from "./schema.ts";
import { hasSecondFactor, useCode } from "./use-code.ts";

/**
 * Asks for the second factor no more, and forgets its secret and its recovery codes.
 * @throws NOT_FOUND when none was confirmed, INVALID_CREDENTIALS for a wrong password or code, RATE_LIMITED;
 * UNAUTHENTICATED when it was signed out meanwhile
 */
export async function disable(ctx: CustomerContext, { password, code }: DisableInput): Promise<Done> {
  const customer = await provePassword(ctx, password);
  const customerId = customer.id;
  if (!(await hasSecondFactor(ctx, customerId))) throw new AppError("NOT_FOUND");
  await countCode(ctx, customerId);
  const disabled = await transact(ctx, async (tx) => {
    await assertUnchanged(tx, customer);
    await assertSession(tx, ctx.actor.sessionId);
    if (!(await useCode(tx, customerId, code))) return false;
    await tx.db.delete(secondFactors).where(eq(secondFactors.customerId, customerId));
    await audit(tx, "mfa-disabled", customerId);
    await tellOwner(tx, customerId, "second-factor-removed");
    return true;
  });
  if (!disabled) {
    await audit(ctx, "mfa-failed", customerId);
    throw new AppError("INVALID_CREDENTIALS");
  }
  await forgetCodes(ctx, customerId);
  return { done: true };
}
