import { sql } from "drizzle-orm";
import { customers, staff } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { ServiceContext, TransactionContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { newId } from "../../../core/ids.ts";
import { audit } from "../audit.ts";
import { assertUnchanged, type CustomerRow, findByEmail, maySignIn } from "../customers.ts";
import { countAddress, countGuess, forgetGuesses } from "../limits.ts";
import { assertStrong, hashPassword, provedBy } from "../passwords.ts";
import type { Done } from "../schema.ts";
import { endSessions } from "../sessions.ts";
import { forgetWaysIn } from "./forget-ways-in.ts";
import { emailOfInvitation, spendInvitationToken } from "./invitation-tokens.ts";
import type { AcceptInvitationInput } from "./schema.ts";

/**
 * Makes whoever reads the invited mailbox one of the staff. A verified account proves itself by its password; where
 * there is none the token opens one, and an account that nobody verified is taken over: who opened it is unknown.
 * @throws TOKEN_EXPIRED; INVALID_CREDENTIALS, also for an account that is blocked or changed meanwhile; BAD_REQUEST for
 * a weak new password; RATE_LIMITED
 */
export async function acceptInvitation(
  ctx: ServiceContext,
  { token, password }: AcceptInvitationInput,
): Promise<Done> {
  await countAddress(ctx);
  const email = await emailOfInvitation(ctx, token);
  const found = await findByEmail(ctx, email);
  const join = found?.emailVerifiedAt
    ? await joinWithAccount(ctx, found, password)
    : await joinAnew(email, password);
  await transact(ctx, async (tx) => {
    const { role, invitedBy } = await spendInvitationToken(tx, token);
    await forgetWaysIn(tx, email);
    const customerId = await join(tx);
    await tx.db.insert(staff).values({ customerId, role, createdAt: tx.clock.now() });
    await endSessions(tx, customerId);
    await audit(tx, "invitation-accepted", customerId, { role, invitedBy });
  });
  return { done: true };
}

/** Answers, in the transaction, the id of the account that is to join. */
type Join = (tx: TransactionContext) => Promise<string>;

async function joinWithAccount(ctx: ServiceContext, account: CustomerRow, password: string): Promise<Join> {
  await countGuess(ctx, account.email);
  const proved = await provedBy(password, account);
  if (!proved || !maySignIn(proved)) {
    await audit(ctx, "proof-failed", account.id);
    throw new AppError("INVALID_CREDENTIALS");
  }
  await forgetGuesses(ctx, account.email);
  return async (tx) => {
    await assertUnchanged(tx, proved);
    return proved.id;
  };
}

async function joinAnew(email: string, password: string): Promise<Join> {
  await assertStrong(password, email, "password");
  const passwordHash = await hashPassword(password);
  return async (tx) => {
    const now = tx.clock.now();
    const opened = { passwordHash, emailVerifiedAt: now, updatedAt: now };
    const [account] = await tx.db
      .insert(customers)
      .values({ id: newId("cus"), email, status: "active", createdAt: now, ...opened })
      .onConflictDoUpdate({
        target: customers.email,
        set: opened,
        setWhere: sql`${customers.emailVerifiedAt} is null and ${customers.status} = 'active'`,
      })
      .returning({ id: customers.id });
    if (!account) throw new AppError("INVALID_CREDENTIALS"); // blocked, or verified meanwhile
    return account.id;
  };
}
