import { eq } from "drizzle-orm";
import { customers } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { audit } from "./audit.ts";
import { findByEmail } from "./customers.ts";
import { normalizeEmail } from "./email.ts";
import { countAttempt, forgetAttempts } from "./limits.ts";
import { startChallenge } from "./mfa/challenges.ts";
import { hasSecondFactor } from "./mfa/use-code.ts";
import { hashPassword, isOutdated, verifyPassword } from "./passwords.ts";
import { type SignIn, signIn } from "./sign-in.ts";

/**
 * Signs a customer in by their password, unless they have a second factor, which is then awaited.
 * @throws INVALID_CREDENTIALS, after the same time whether the account exists or not; RATE_LIMITED; MFA_REQUIRED
 */
export async function login(
  ctx: ServiceContext,
  { email: typed, password }: { email: string; password: string },
): Promise<SignIn> {
  const email = normalizeEmail(typed);
  await countAttempt(ctx, email);
  const customer = await findByEmail(ctx, email);
  const right = await verifyPassword(password, customer?.passwordHash);
  if (!customer || !right || customer.status !== "active") {
    await audit(ctx, "login-failed", customer?.id ?? null);
    throw new AppError("INVALID_CREDENTIALS");
  }
  await forgetAttempts(ctx, email);
  const passwordHash = isOutdated(customer.passwordHash) ? await hashPassword(password) : undefined;
  const result = await transact(ctx, async (tx) => {
    if (passwordHash)
      await tx.db.update(customers).set({ passwordHash }).where(eq(customers.id, customer.id));
    if (!(await hasSecondFactor(tx, customer.id))) return signIn(tx, customer);
    return { challengeId: await startChallenge(tx, customer.id) };
  });
  if ("challengeId" in result) throw new AppError("MFA_REQUIRED", result);
  return result;
}
