import { and, eq, isNull } from "drizzle-orm";
import { customers, identities } from "../../../../db/schema/index.ts";
import type { TransactionContext } from "../../../core/context.ts";
import { newId } from "../../../core/ids.ts";
import type { Identity, IdentityProvider } from "../../../core/ports.ts";
import { enqueue } from "../../outbox/enqueue.ts";
import { audit } from "../audit.ts";
import { type CustomerRow, findByEmail } from "../customers.ts";
import { forgetMailTokens } from "../mail-tokens.ts";
import { endSessions } from "../sessions.ts";
import { isStaff } from "../staff/is-staff.ts";
import { tidyName, verifiedEmail } from "./claims.ts";

/** What is to be known of a provider to link its identities. */
export type Provider = Pick<IdentityProvider, "name" | "label" | "issuer">;

/** Why a customer whom a provider knows is not signed in. */
export type IdentityRefusal = "email_unverified" | "account_refused";

/** The account to sign in to, or why there is none; `customer` is then the one that was refused, if any. */
export type Found = { customer: CustomerRow } | { refusal: IdentityRefusal; customer?: CustomerRow };

/**
 * Links an identity that no account has to the account of its verified address, which is opened if there is none.
 * Staff's is never linked: neither a mailbox nor somebody else's word must open what runs the shop.
 */
export async function linkByEmail(
  tx: TransactionContext,
  provider: Provider,
  identity: Identity,
): Promise<Found> {
  const email = verifiedEmail(identity);
  if (email === undefined) return { refusal: "email_unverified" };
  const opened = await openAccount(tx, email, identity);
  const customer = opened ?? (await findByEmail(tx, email));
  if (!customer) return { refusal: "account_refused" };
  if (customer.status !== "active" || (await isStaff(tx, customer.id))) {
    return { refusal: "account_refused", customer };
  }
  const verified = customer.emailVerifiedAt === null ? await takeOver(tx, customer.id) : customer;
  if (!verified) return { refusal: "account_refused", customer };
  const [customerId, createdAt] = [customer.id, tx.clock.now()];
  const { issuer, name } = provider;
  await tx.db
    .insert(identities)
    .values({ issuer, subject: identity.subject, provider: name, customerId, createdAt });
  await audit(tx, "identity-linked", customerId, { provider: name });
  if (!opened) {
    await enqueue(tx.db, {
      topic: "customer.identity-linked",
      subjectId: customerId,
      payload: { customerId, provider: provider.label },
      createdAt,
    });
  }
  return { customer: verified };
}

/** A new account without a password; undefined when the address has one already. */
async function openAccount(
  tx: TransactionContext,
  email: string,
  { firstName, lastName }: Identity,
): Promise<CustomerRow | undefined> {
  const now = tx.clock.now();
  const [opened] = await tx.db
    .insert(customers)
    .values({
      id: newId("cus"),
      email,
      firstName: tidyName(firstName),
      lastName: tidyName(lastName),
      emailVerifiedAt: now,
      status: "active",
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing({ target: customers.email })
    .returning();
  if (opened) await audit(tx, "registered", opened.id);
  return opened;
}

/**
 * Gives an account that nobody has verified to the address's owner. Somebody else may have opened it and be waiting:
 * whatever they could come in with is gone.
 */
async function takeOver(tx: TransactionContext, customerId: string): Promise<CustomerRow | undefined> {
  const now = tx.clock.now();
  const [taken] = await tx.db
    .update(customers)
    .set({ passwordHash: null, emailVerifiedAt: now, updatedAt: now })
    .where(and(eq(customers.id, customerId), isNull(customers.emailVerifiedAt)))
    .returning();
  if (!taken) return undefined;
  await forgetMailTokens(tx, customerId, "verify-email");
  await forgetMailTokens(tx, customerId, "reset-password");
  await endSessions(tx, customerId);
  await audit(tx, "email-verified", customerId);
  return taken;
}
