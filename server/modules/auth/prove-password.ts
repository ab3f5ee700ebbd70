import type { CustomerContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { type CustomerRow, findById } from "./customers.ts";
import { countAttempt, forgetAttempts } from "./limits.ts";
import { verifyPassword } from "./passwords.ts";

/** The customer who is signed in, after they gave their password once more. @throws INVALID_CREDENTIALS, RATE_LIMITED */
export async function provePassword(ctx: CustomerContext, password: string): Promise<CustomerRow> {
  const customer = await findById(ctx, ctx.actor.customerId);
  if (!customer) throw new AppError("UNAUTHENTICATED");
  await countAttempt(ctx, customer.email);
  if (!(await verifyPassword(password, customer.passwordHash))) throw new AppError("INVALID_CREDENTIALS");
  await forgetAttempts(ctx, customer.email);
  return customer;
}
