import { eq } from "drizzle-orm";
import { customers } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { audit } from "./audit.ts";
import { assertUnchanged, findByEmail, maySignIn } from "./customers.ts";
import { normalizeEmail } from "./email.ts";
import { countAddress, countGuess, forgetGuesses } from "./limits.ts";
import { startChallenge } from "./mfa/challenges.ts";
import { hasSecondFactor } from "./mfa/use-code.ts";
import { hashPassword, isOutdated, provedBy } from "./passwords.ts";
import { type SignIn, signIn } from "./sign-in.ts";

/**
 * Signs a customer in by their password, unless they have a second factor, which is then awaited. An account whose
 * address is not verified is refused like a wrong password: else whoever opens one would learn whether it was there.
 * @throws INVALID_CREDENTIALS, after the same time whether the account exists or not; RATE_LIMITED; MFA_REQUIRED
 */
export async function login(
  ctx: ServiceContext,
  { email: typed, password }: { email: string; password: string },
): Promise<SignIn> {
  const email = normalizeEmail(typed);
  await countAddress(ctx);
  await countGuess(ctx, email);
  const found = await findByEmail(ctx, email);
  const customer = await provedBy(password, found);
  if (!customer || !maySignIn(customer)) {
    await audit(ctx, "login-failed", found?.id ?? null);
    throw new AppError("INVALID_CREDENTIALS");
  }
  const passwordHash = isOutdated(customer.passwordHash) ? await hashPassword(password) : undefined;
  const result = await transact(ctx, async (tx) => {
    await assertUnchanged(tx, customer);
    if (passwordHash)
      await tx.db.update(customers).set({ passwordHash }).where(eq(customers.id, customer.id));
    if (!(await hasSecondFactor(tx, customer.id))) return signIn(tx, customer);
    return { challengeId: await startChallenge(tx, customer.id) };
  });
  await forgetGuesses(ctx, email);
  if ("challengeId" in result) throw new AppError("MFA_REQUIRED", result);
  return result;
}
