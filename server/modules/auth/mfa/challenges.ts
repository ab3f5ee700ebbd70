import { and, eq, getTableColumns, gt, lt } from "drizzle-orm";
import { customers, mfaChallenges } from "../../../../db/schema/index.ts";
import type { ServiceContext, TransactionContext } from "../../../core/context.ts";
import { randomToken } from "../../../core/ids.ts";
import { audit } from "../audit.ts";
import type { CustomerRow } from "../customers.ts";
import { hashSecret } from "../hash-secret.ts";

/** In milliseconds. */
const lifetime = 5 * 60 * 1000;

/** Answers the id by which the device that knew the password, or was vouched for, may bring the second factor. */
export async function startChallenge(tx: TransactionContext, customerId: string): Promise<string> {
  const { db, clock } = tx;
  const now = clock.now();
  const challengeId = randomToken();
  await db.delete(mfaChallenges).where(lt(mfaChallenges.expiresAt, now));
  await db.insert(mfaChallenges).values({
    hash: hashSecret(challengeId),
    customerId,
    expiresAt: new Date(now.getTime() + lifetime),
  });
  await audit(tx, "login-challenged", customerId);
  return challengeId;
}

/** Who is to answer it; undefined when it was answered, is too old or was never given. */
export async function findChallenged(
  { db, clock }: ServiceContext,
  challengeId: string,
): Promise<CustomerRow | undefined> {
  const [customer] = await db
    .select(getTableColumns(customers))
    .from(mfaChallenges)
    .innerJoin(customers, and(eq(customers.id, mfaChallenges.customerId), eq(customers.status, "active")))
    .where(and(isChallenge(challengeId), gt(mfaChallenges.expiresAt, clock.now())));
  return customer;
}

/** Nobody answers it again. */
export async function endChallenge({ db }: TransactionContext, challengeId: string): Promise<void> {
  await db.delete(mfaChallenges).where(isChallenge(challengeId));
}

function isChallenge(challengeId: string) {
  return eq(mfaChallenges.hash, hashSecret(challengeId));
}
