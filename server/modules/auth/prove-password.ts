import type { CustomerContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { audit } from "./audit.ts";
import { type CustomerRow, findById } from "./customers.ts";
import { countProof } from "./limits.ts";
import { verifyPassword } from "./passwords.ts";

/** The customer who is signed in, after they gave their password once more. @throws INVALID_CREDENTIALS, RATE_LIMITED */
export async function provePassword(ctx: CustomerContext, password: string): Promise<CustomerRow> {
  const customer = await findById(ctx, ctx.actor.customerId);
  if (!customer) throw new AppError("UNAUTHENTICATED");
  await countProof(ctx, customer.id);
  if (!(await verifyPassword(password, customer.passwordHash))) {
    await audit(ctx, "proof-failed", customer.id);
    throw new AppError("INVALID_CREDENTIALS");
  }
  return customer;
}
