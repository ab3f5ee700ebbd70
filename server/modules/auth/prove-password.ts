import type { CustomerContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { audit } from "./audit.ts";
import { type CustomerRow, findById } from "./customers.ts";
import { countProof } from "./limits.ts";
import { provedBy } from "./passwords.ts";

/**
 * The customer who is signed in, after they gave their password once more. Who has none, and signs in through others,
 * sets one by `requestPasswordReset` first.
 * @throws INVALID_CREDENTIALS, RATE_LIMITED
 */
export async function provePassword(
  ctx: CustomerContext,
  password: string,
): Promise<CustomerRow & { passwordHash: string }> {
  const customer = await findById(ctx, ctx.actor.customerId);
  if (!customer) throw new AppError("UNAUTHENTICATED");
  await countProof(ctx, customer.id);
  const proved = await provedBy(password, customer);
  if (!proved) {
    await audit(ctx, "proof-failed", customer.id);
    throw new AppError("INVALID_CREDENTIALS");
  }
  return proved;
}
