import { and, asc, eq, exists, getTableColumns, isNotNull } from "drizzle-orm";
import { customers, identities } from "../../../../db/schema/index.ts";
import { transact } from "../../../../db/transaction.ts";
import type { CustomerContext, ServiceContext } from "../../../core/context.ts";
import { AppError } from "../../../core/errors.ts";
import { audit } from "../audit.ts";
import type { CustomerRow } from "../customers.ts";
import type { Done } from "../schema.ts";
import { endSessions } from "../sessions.ts";
import type { LinkedIdentity } from "./schema.ts";

/** The customer whom an issuer knows by that id. */
export async function findByIdentity(
  { db }: ServiceContext,
  issuer: string,
  subject: string,
): Promise<CustomerRow | undefined> {
  const [customer] = await db
    .select(getTableColumns(customers))
    .from(identities)
    .innerJoin(customers, eq(customers.id, identities.customerId))
    .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)));
  return customer;
}

/** Through whom else the customer can sign in, the oldest first. */
export async function listIdentities({
  db,
  actor,
  identityProviders,
}: CustomerContext): Promise<LinkedIdentity[]> {
  const { issuer, provider, createdAt } = identities;
  const rows = await db
    .select({ issuer, provider, createdAt })
    .from(identities)
    .where(eq(identities.customerId, actor.customerId))
    .orderBy(asc(createdAt), asc(provider));
  return rows.map(({ issuer: by, ...row }) => ({
    ...row,
    label: identityProviders.find((each) => each.issuer === by)?.label ?? row.provider,
  }));
}

/**
 * Takes the link to a provider away and signs every other device out: who has it may have come through it.
 * @throws NOT_FOUND where there is none, CONFLICT for an account without a password, which could not be opened then
 */
export async function unlinkIdentity(
  ctx: CustomerContext,
  { provider }: { provider: string },
): Promise<Done> {
  const { customerId, sessionId } = ctx.actor;
  await transact(ctx, async (tx) => {
    const isTheirs = and(eq(identities.customerId, customerId), eq(identities.provider, provider));
    const withPassword = tx.db
      .select({ id: customers.id })
      .from(customers)
      .where(and(eq(customers.id, customerId), isNotNull(customers.passwordHash)));
    const unlinked = await tx.db
      .delete(identities)
      .where(and(isTheirs, exists(withPassword)))
      .returning({ subject: identities.subject });
    if (unlinked.length === 0) {
      const [linked] = await tx.db.select({ subject: identities.subject }).from(identities).where(isTheirs);
      throw new AppError(linked ? "CONFLICT" : "NOT_FOUND");
    }
    await endSessions(tx, customerId, { except: sessionId });
    await audit(tx, "identity-unlinked", customerId, { provider });
  });
  return { done: true };
}

/** Takes every link to a provider from an account: whoever made them may be somebody else. */
export async function forgetIdentities(
  { db }: Pick<ServiceContext, "db">,
  customerId: string,
): Promise<void> {
  await db.delete(identities).where(eq(identities.customerId, customerId));
}
