import { and, eq, gt, lt } from "drizzle-orm";
import type { TokenPurpose } from "../../../db/enums.ts";
import { mailTokens } from "../../../db/schema/index.ts";
import { transact } from "../../../db/transaction.ts";
import type { ServiceContext, TransactionContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { randomToken } from "../../core/ids.ts";
import { hashSecret } from "./hash-secret.ts";

const minute = 60 * 1000;

/** In milliseconds. */
const lifetimes: Record<TokenPurpose, number> = {
  "verify-email": 24 * 60 * minute,
  "reset-password": 30 * minute,
};

/**
 * A new token for a mail, the only one for its purpose from now on. The database gets its hash alone, so that whoever
 * reads it cannot take an account over.
 */
export async function mintMailToken(
  ctx: ServiceContext,
  customerId: string,
  purpose: TokenPurpose,
): Promise<string> {
  const token = randomToken();
  const expiresAt = new Date(ctx.clock.now().getTime() + lifetimes[purpose]);
  await transact(ctx, async ({ db }) => {
    await forgetMailTokens({ db }, customerId, purpose);
    await db.delete(mailTokens).where(lt(mailTokens.expiresAt, ctx.clock.now()));
    await db.insert(mailTokens).values({ hash: hashSecret(token), customerId, purpose, expiresAt });
  });
  return token;
}

/** Makes every token of a customer for a purpose worthless. */
export async function forgetMailTokens(
  { db }: Pick<ServiceContext, "db">,
  customerId: string,
  purpose: TokenPurpose,
): Promise<void> {
  await db
    .delete(mailTokens)
    .where(and(eq(mailTokens.customerId, customerId), eq(mailTokens.purpose, purpose)));
}

/** Whose token it is. @throws TOKEN_EXPIRED for one that was used, is too old or was never given */
export async function ownerOfToken(
  { db, clock }: ServiceContext,
  token: string,
  purpose: TokenPurpose,
): Promise<string> {
  const [found] = await db
    .select({ customerId: mailTokens.customerId })
    .from(mailTokens)
    .where(live(token, purpose, clock.now()));
  if (!found) throw new AppError("TOKEN_EXPIRED");
  return found.customerId;
}

/** Uses a token up and answers whose it was; of two who use it at once, one does. @throws TOKEN_EXPIRED */
export async function spendMailToken(
  { db, clock }: TransactionContext,
  token: string,
  purpose: TokenPurpose,
): Promise<string> {
  const [spent] = await db
    .delete(mailTokens)
    .where(live(token, purpose, clock.now()))
    .returning({ customerId: mailTokens.customerId });
  if (!spent) throw new AppError("TOKEN_EXPIRED");
  return spent.customerId;
}

function live(token: string, purpose: TokenPurpose, now: Date) {
  return and(
    eq(mailTokens.hash, hashSecret(token)),
    eq(mailTokens.purpose, purpose),
    gt(mailTokens.expiresAt, now),
  );
}
