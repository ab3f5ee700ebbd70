import { eq } from "drizzle-orm";
import { customers } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { audit } from "./audit.ts";
import { type CustomerRow, findByEmail } from "./customers.ts";
import { normalizeEmail } from "./email.ts";
import { countAttempt, forgetAttempts } from "./limits.ts";
import { hashPassword, isOutdated, verifyPassword } from "./passwords.ts";
import { endSession, startSession } from "./sessions.ts";

/**
 * Signs a customer in on the device that asks, always with a new session: one that was there before ends, so that
 * nobody can have planted it. Answers the customer and the session's token.
 * @throws INVALID_CREDENTIALS, after the same time whether the account exists or not; RATE_LIMITED
 */
export async function login(
  ctx: ServiceContext,
  { email: typed, password }: { email: string; password: string },
): Promise<{ customer: CustomerRow; token: string }> {
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
  const token = await transact(ctx, async (tx) => {
    if (passwordHash)
      await tx.db.update(customers).set({ passwordHash }).where(eq(customers.id, customer.id));
    if (tx.actor.type === "customer") await endSession(tx, tx.actor.sessionId);
    await audit(tx, "login", customer.id);
    return startSession(tx, customer.id);
  });
  return { customer, token };
}
