import { isNull } from "drizzle-orm";
import { customers } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { ServiceContext } from "../../core/context.ts";
import { newId } from "../../core/ids.ts";
import { enqueue } from "../outbox/enqueue.ts";
import { audit } from "./audit.ts";
import { findByEmail } from "./customers.ts";
import { normalizeEmail } from "./email.ts";
import { countMail } from "./limits.ts";
import { assertStrong, hashPassword } from "./passwords.ts";
import type { Credentials, Done } from "./schema.ts";

/**
 * Opens an account. The answer, and the time it takes, are the same when the address has one already: nobody learns
 * from it who is a customer. A verified account stays as it is, and a mail tells its owner; one that nobody has verified
 * gets the new password, and opens only to who has both the mail and that. For a mailbox that got too many mails
 * nothing is done, and the answer is still the same.
 * @throws BAD_REQUEST for a weak password, RATE_LIMITED
 */
export async function register(ctx: ServiceContext, { email: typed, password }: Credentials): Promise<Done> {
  const email = normalizeEmail(typed);
  const mayMail = await countMail(ctx, email);
  await assertStrong(password, email, "password");
  const passwordHash = await hashPassword(password);
  const now = ctx.clock.now();
  if (!mayMail) return { done: true };
  await transact(ctx, async (tx) => {
    const id = newId("cus");
    const [unverified] = await tx.db
      .insert(customers)
      .values({ id, email, passwordHash, status: "active", createdAt: now, updatedAt: now })
      .onConflictDoUpdate({
        target: customers.email,
        set: { passwordHash, updatedAt: now },
        setWhere: isNull(customers.emailVerifiedAt),
      })
      .returning({ id: customers.id });
    const customerId = (await findByEmail(tx, email))?.id; // asked in both cases, which then take the same time
    if (customerId === undefined) return;
    await audit(tx, unverified ? "registered" : "registered-again", customerId);
    await enqueue(tx.db, {
      topic: unverified ? "customer.verification-requested" : "customer.registered-again",
      subjectId: customerId,
      payload: { customerId },
      createdAt: now,
    });
  });
  return { done: true };
}
