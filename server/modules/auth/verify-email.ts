import { and, eq, isNull } from "drizzle-orm";
import { customers } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { CustomerContext, ServiceContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { audit } from "./audit.ts";
import { findById } from "./customers.ts";
import { countAttempt } from "./limits.ts";
import { spendMailToken } from "./mail-tokens.ts";
import type { Done } from "./schema.ts";

/** Proves that the customer reads the address of the account, by the token that was mailed there. @throws TOKEN_EXPIRED */
export async function verifyEmail(ctx: ServiceContext, { token }: { token: string }): Promise<Done> {
  await transact(ctx, async (tx) => {
    const customerId = await spendMailToken(tx, token, "verify-email");
    await tx.db
      .update(customers)
      .set({ emailVerifiedAt: tx.clock.now() })
      .where(and(eq(customers.id, customerId), isNull(customers.emailVerifiedAt)));
    await audit(tx, "email-verified", customerId);
  });
  return { done: true };
}

/** Mails the token once more, unless the address is verified. @throws RATE_LIMITED */
export async function resendVerification(ctx: CustomerContext): Promise<Done> {
  const { customerId } = ctx.actor;
  const customer = await findById(ctx, customerId);
  if (!customer) throw new AppError("UNAUTHENTICATED");
  await countAttempt(ctx, customer.email);
  if (customer.emailVerifiedAt === null) {
    await transact(ctx, async ({ db, clock }) => {
      await enqueue(db, {
        topic: "customer.verification-requested",
        subjectId: customerId,
        payload: { customerId },
        createdAt: clock.now(),
      });
    });
  }
  return { done: true };
}
