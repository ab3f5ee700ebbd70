import { transact } from "../../../../db/transaction.ts";
import type { ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../audit.ts";
import { hashSecret } from "../hash-secret.ts";
import { countCode, forgetCodes } from "../limits.ts";
import { type SignIn, signIn } from "../sign-in.ts";
import { endChallenge, findChallenged } from "./challenges.ts";
import { useCode } from "./use-code.ts";

/**
 * Signs in whoever brings the second factor to the challenge that the right password was given.
 * @throws TOKEN_EXPIRED for a challenge that is answered, too old or unknown; INVALID_CREDENTIALS, RATE_LIMITED
 */
export async function answerChallenge(
  ctx: ServiceContext,
  { challengeId, code }: { challengeId: string; code: string },
): Promise<SignIn> {
  const { id: customerId } = await challenged(ctx, challengeId);
  await countCode(ctx, customerId, hashSecret(challengeId));
  const signedIn = await transact(ctx, async (tx) => {
    const customer = await challenged(tx, challengeId); // another request may have answered it while this one waited
    if (!(await useCode(tx, customer.id, code))) return undefined;
    await endChallenge(tx, challengeId);
    return signIn(tx, customer);
  });
  if (!signedIn) {
    await audit(ctx, "mfa-failed", customerId);
    throw new AppError("INVALID_CREDENTIALS");
  }
  await forgetCodes(ctx, customerId);
  return signedIn;
}

async function challenged(ctx: ServiceContext, challengeId: string) {
  const customer = await findChallenged(ctx, challengeId);
  if (!customer) throw new AppError("TOKEN_EXPIRED");
  return customer;
}
