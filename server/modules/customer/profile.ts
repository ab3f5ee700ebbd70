import { and, eq, sql } from "drizzle-orm";
import { customers } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { CustomerContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { type CustomerRow, findById } from "../auth/customers.ts";
import type { Profile, UpdateProfileInput } from "./schema.ts";

/** Who the customer is, as they told it. @throws UNAUTHENTICATED when the account is gone */
export async function getProfile(ctx: CustomerContext): Promise<Profile> {
  return presentProfile(await requireCustomer(ctx));
}

/** Changes the fields that are given. @throws VERSION_CONFLICT when it has changed since that version */
export function updateProfile(
  ctx: CustomerContext,
  { version, firstName, lastName, phone }: UpdateProfileInput,
): Promise<Profile> {
  return transact(ctx, async (tx) => {
    const [changed] = await tx.db
      .update(customers)
      .set({
        firstName,
        lastName,
        phone,
        version: sql`${customers.version} + 1`,
        updatedAt: tx.clock.now(),
      })
      .where(and(eq(customers.id, tx.actor.customerId), eq(customers.version, version)))
      .returning();
    if (changed) return presentProfile(changed);
    const { version: current } = await requireCustomer(tx);
    throw new AppError("VERSION_CONFLICT", { current });
  });
}

/** The customer who asks. @throws UNAUTHENTICATED when their account went while they asked */
export async function requireCustomer(ctx: CustomerContext): Promise<CustomerRow> {
  const customer = await findById(ctx, ctx.actor.customerId);
  if (!customer) throw new AppError("UNAUTHENTICATED");
  return customer;
}

export function presentProfile(row: CustomerRow): Profile {
  const { id, email, emailVerifiedAt, firstName, lastName, phone, version, createdAt, updatedAt } = row;
  return { id, email, emailVerifiedAt, firstName, lastName, phone, version, createdAt, updatedAt };
}
